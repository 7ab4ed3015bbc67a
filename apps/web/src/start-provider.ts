import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { answerInteraction } from "./provider-pages.ts"

/** A provider on this machine, and the client file that it issues. */
export interface EmbeddedProvider {
  readonly issuer: string
  /** The text of a `client_secrets.json`. */
  readonly clientFile: string
  close(): void
}

/** Starts oidc-provider with one client, so that everything can be tried without registering anything. It forgets everything when it ends. */
export async function startProvider(redirectUri: string): Promise<EmbeddedProvider> {
  muteNotices()
  const { Provider } = await import("oidc-provider")
  const server = createServer(async (request, response) => {
    try {
      if (!(await answerInteraction(provider, request, response))) await listener(request, response)
    } catch (error) {
      console.error(`the provider failed: ${(error as Error).name}`)
      if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain" })
      response.end("The sign-in has expired. Start it again on the application's page.")
    }
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [id, secret] = ["web-app", randomBytes(24).toString("base64url")]
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        client_name: "The web application",
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, name: sub, email: `${sub.toLowerCase().replace(/[^a-z]+/g, ".")}@example.com` }),
    }),
    claims: { openid: ["sub"], profile: ["name"], email: ["email"] },
    conformIdTokenClaims: false,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: [randomBytes(24).toString("base64url")] },
  })
  const listener = provider.callback()
  const web = {
    client_id: id,
    client_secret: secret,
    redirect_uris: [redirectUri],
    auth_uri: `${issuer}/auth`,
    token_uri: `${issuer}/token`,
    issuer,
  }
  return {
    issuer,
    clientFile: JSON.stringify({ web }, null, 2),
    close() {
      server.closeAllConnections?.()
      server.close()
    },
  }
}

// It prints notices about production use.
function muteNotices(): void {
  for (const level of ["info", "warn"] as const) {
    const print = console[level]
    console[level] = (...values: unknown[]) => String(values[0]).includes("oidc-provider ") || print(...values)
  }
}
