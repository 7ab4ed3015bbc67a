import { isLoopback, parseUri } from "../client/uri.ts"

/**
 * The URL of an MCP server that may get a token: https, or on this machine.
 *
 * @throws {TypeError} for anything else
 */
export function requireServerUrl(serverUrl: string | URL): URL {
  const url = typeof serverUrl === "string" || serverUrl instanceof URL ? parseUri(String(serverUrl)) : undefined
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url))) return url
  throw new TypeError("serverUrl must be the https URL of the MCP server, or an http URL on this machine.")
}
