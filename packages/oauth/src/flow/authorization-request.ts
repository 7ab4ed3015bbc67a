import type { Client } from "../client/prepare-client.ts"
import { requireRegistered } from "../client/redirect-uri.ts"
import type { AuthorizationParameters, AuthorizationRequest } from "./flow.ts"

export async function createAuthorizationRequest(
  { secrets, settings: { scope, openId, redirectUri: preset } }: Client,
  parameters: AuthorizationParameters,
): Promise<AuthorizationRequest> {
  const { hd, redirectUri: wanted } = parameters
  const redirectUri = wanted ?? preset ?? (secrets.redirectUris?.length === 1 ? secrets.redirectUris[0] : undefined)
  if (redirectUri === undefined) throw new TypeError("redirectUri is needed: the file has not exactly one.")
  requireRegistered(secrets, redirectUri)
  const [state, codeVerifier] = [randomText(), randomText()]
  const nonce = openId ? randomText() : undefined
  const url = new URL(secrets.authUri)
  const query = {
    access_type: parameters.accessType,
    prompt: parameters.prompt,
    login_hint: parameters.loginHint,
    include_granted_scopes: parameters.includeGrantedScopes,
    hd,
    response_type: "code",
    client_id: secrets.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await challengeOf(codeVerifier),
    code_challenge_method: "S256",
  }
  // Dropped in silence, or sent unchecked as `hd` would be, they would not do what the caller thinks.
  const { additionalParameters = {} } = parameters
  for (const name of Object.keys(additionalParameters))
    if (Object.hasOwn(query, name)) throw new TypeError(`additionalParameters takes no ${name}.`)
  for (const [name, value] of Object.entries({ ...additionalParameters, ...query }))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return { url: url.href, state, codeVerifier, redirectUri, scope, ...(nonce && { nonce }), ...(hd && { hd }) }
}

/** 256 random bits: 43 characters, as RFC 7636 section 4.1 wants a verifier. */
function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)))
}

async function challengeOf(codeVerifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier))))
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace("=", "")
}
