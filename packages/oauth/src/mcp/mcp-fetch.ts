import type { Authorization } from "../authorization/authorization.ts"
import { parseUri } from "../client/uri.ts"
import { requireServerUrl } from "./server-url.ts"

/** The `fetch` option of the SDK's transports. */
export type McpFetch = (url: string | URL, init?: RequestInit) => Promise<Response>

/**
 * Makes the `fetch` of an MCP transport: requests to the server's origin carry the access token, any other request does not.
 *
 * The user signs in first, then the client connects. The SDK does no OAuth, and sees neither the client secret
 * nor a token. An answer 401 leads to one more try with a renewed token. Works with every version of the SDK.
 *
 * @example
 * ```ts
 * const google = await signIn(fileSource("client_secrets.json"), { app: "my-client", scope })
 * const serverUrl = new URL("https://calendarmcp.googleapis.com/mcp/v1")
 * const transport = new StreamableHTTPClientTransport(serverUrl, { fetch: mcpFetch(google, serverUrl) })
 * await client.connect(transport)
 * ```
 * @throws {TypeError} if the server's URL is not https and not on this machine
 */
export function mcpFetch(authorization: Pick<Authorization, "fetch">, serverUrl: string | URL): McpFetch {
  const { origin } = requireServerUrl(serverUrl)
  return (url, init) => (parseUri(String(url))?.origin === origin ? authorization.fetch(url, init) : fetch(url, init))
}
