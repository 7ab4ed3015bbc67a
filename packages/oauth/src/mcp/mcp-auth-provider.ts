import { ClientSecretsError, createSecret, type Secret } from "@client-secrets/core"
import type { Authorization } from "../authorization/authorization.ts"
import { ownProperties } from "../flow/options.ts"
import { requireServerUrl } from "./server-url.ts"

/** The minimal `authProvider` of the SDK's second major version (`@modelcontextprotocol/client`). */
export interface McpAuthProvider {
  token(): Promise<string>
  onUnauthorized(context: { readonly serverUrl: URL }): Promise<void>
}

/**
 * Makes the `authProvider` of a transport of `@modelcontextprotocol/client` 2: it returns access tokens, and does no OAuth.
 *
 * The transport sends the token to the URL that it was made with, so pass the same `serverUrl` here. For version 1 of the
 * SDK, and if the token must be bound to the origin by something other than the transport, use `mcpFetch`.
 *
 * @throws {TypeError} if the server's URL is not https and not on this machine
 */
export function mcpAuthProvider(
  authorization: Pick<Authorization, "refreshHandler">,
  serverUrl: string | URL,
): McpAuthProvider {
  const { origin } = requireServerUrl(serverUrl)
  let latest: { readonly token: Secret; readonly expiresAt: number } | undefined
  // One handler, which remembers the token that it returned: if it is called again, a server has refused that token.
  const { refreshHandler } = authorization
  const renew = async (): Promise<string> => {
    const { access_token, expiry_date } = await refreshHandler()
    latest = { token: createSecret(access_token), expiresAt: expiry_date }
    return access_token
  }
  return {
    token: async () =>
      latest !== undefined && latest.expiresAt > Date.now() + margin ? latest.token.reveal() : renew(),
    async onUnauthorized(context) {
      const { serverUrl: asking } = ownProperties(context)
      if (asking.origin !== origin)
        throw new ClientSecretsError(
          "untrusted_response",
          "This sign-in belongs to another MCP server: the transport and mcpAuthProvider() have different URLs.",
        )
      await renew()
    },
  }
}

/** As in a session: a token that ends within this time is renewed. In milliseconds. */
const margin = 60_000
