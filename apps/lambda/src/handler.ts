import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { type ClientSecrets, createLoader, firstOf } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"

const { SECRET_ID = "prod/google", SECRET_TTL_SECONDS = "300" } = process.env

// One for all invocations of this execution environment. Nothing is read before the first `get()`: a request that was
// signed while Lambda initialised could be sent minutes later, when its signature has lapsed.
const loader = createLoader(firstOf(envSource(), awsSecretsManagerSource(SECRET_ID)), {
  type: "web",
  ttl: Number(SECRET_TTL_SECONDS) * 1000,
  // Within the function's own time limit, which is 3 s where nobody changed it.
  timeout: 2_500,
})

interface Event {
  readonly queryStringParameters?: { readonly code?: string }
}

interface Answer {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The redirect URI of a web client: sends the user to the authorization server, and takes the code it sends back. */
export async function handler({ queryStringParameters }: Event): Promise<Answer> {
  const secrets = await loader.get()
  const code = queryStringParameters?.code
  if (code === undefined) return { statusCode: 302, headers: { location: authorizationUrl(secrets) } }
  const first = await exchange(secrets, code)
  if (first.status !== 401) return { statusCode: first.status }
  // Rotated since it was read: the next get() asks Secrets Manager again, whatever its age.
  loader.invalidate(secrets)
  const second = await exchange(await loader.get(), code)
  return { statusCode: second.status }
}

function authorizationUrl({ authUri, clientId, redirectUris }: ClientSecrets<"web">): string {
  const url = new URL(authUri)
  url.search = String(
    new URLSearchParams({ response_type: "code", client_id: clientId, redirect_uri: redirectUris[0] ?? "" }),
  )
  return url.href
}

/** RFC 6749 section 4.1.3; `@client-secrets/oauth` does this, with state and PKCE. */
function exchange({ tokenUri, clientId, clientSecret, redirectUris }: ClientSecrets<"web">, code: string) {
  return fetch(tokenUri, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUris[0] ?? "",
      client_id: clientId,
      client_secret: clientSecret.reveal(),
    }),
  })
}
