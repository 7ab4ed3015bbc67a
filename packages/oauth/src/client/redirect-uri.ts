import { type AnyClientSecrets, ClientSecretsError } from "@client-secrets/core"
import { isGoogleEndpoint } from "./google-endpoints.ts"
import { isLoopback, parseUri, showUri } from "./uri.ts"

/**
 * Whether the client may use a redirect URI: it is registered character by character; it is a registered loopback URI
 * of an installed application with another port (RFC 8252 section 7.3); or it is any loopback URI of a desktop client of
 * Google's.
 */
export function isRegistered(secrets: AnyClientSecrets, redirectUri: string): boolean {
  const registered = secrets.redirectUris
  if (registered === undefined || registered.includes(redirectUri)) return true
  // Google registers no redirect URI for desktop clients: it accepts any on this machine, whatever the file lists.
  if (hasFreePort(secrets, redirectUri) && isGoogleEndpoint("auth_uri", secrets.authUri ?? "")) return true
  const portless = setPort(redirectUri, "")
  return hasFreePort(secrets, redirectUri) && registered.some(uri => setPort(uri, "") === portless)
}

/** @throws {ClientSecretsError} `redirect_uri_mismatch` where the client may not use it. */
export function requireRegistered(secrets: AnyClientSecrets, redirectUri: string): void {
  if (!isRegistered(secrets, redirectUri)) throw createMismatchError(secrets, redirectUri)
}

/** Whether the port of a redirect URI is free: a loopback one of an installed application. */
export function hasFreePort({ type }: AnyClientSecrets, text: string): boolean {
  const uri = parseUri(text)
  return type === "installed" && uri?.protocol === "http:" && isLoopback(uri)
}

// Not through URL: that would add a slash to `http://localhost`, and providers compare the text.
export function setPort(text: string, port: string): string {
  return text.replace(/^([a-z]+:\/\/(?:\[[^\]]*\]|[^/?#:]*))(?::\d*)?/i, (_, place: string) => place + port)
}

/** Says which redirect URIs are registered and how the nearest one differs, before a provider's page does. */
export function createMismatchError({ redirectUris = [] }: AnyClientSecrets, wanted: string): ClientSecretsError {
  const url = parseUri(wanted)
  const sentences = [`No registered redirect URI is ${url ? showUri(wanted) : wanted}.`]
  // Of those with fewest differences the first; another host and another path have nothing in common.
  const [nearest] = redirectUris
    .map(text => ({ text, differences: compare(text, wanted) }))
    .sort((one, other) => one.differences.length - other.differences.length)
  if (url && nearest && nearest.differences.length < 3)
    sentences.push(`The nearest, ${showUri(nearest.text)}, differs in ${nearest.differences.join(" and ")}.`)
  sentences.push(`Registered: ${redirectUris.slice(0, 10).map(showUri).join(", ") || "none"}.`)
  return new ClientSecretsError("redirect_uri_mismatch", sentences.join(" "))
}

/** In what two URIs differ; more than two things where one is no URI. */
function compare(registered: string, wanted: string): string[] {
  const [a, b] = [parseUri(registered), parseUri(wanted)]
  if (a === undefined || b === undefined) return ["", "", ""]
  const differences: string[] = []
  if (a.protocol !== b.protocol) differences.push("scheme")
  if (a.hostname !== b.hostname) differences.push("host")
  if (a.port !== b.port) differences.push("port")
  if (a.search + a.hash !== b.search + b.hash) differences.push("query or fragment")
  const [path, wantedPath] = [pathOf(registered), pathOf(wanted)]
  // An origin alone was asked for: its path does not matter until the origin is right.
  if (path.toLowerCase() === wantedPath.toLowerCase() || (wantedPath === "" && differences.length > 0)) {
    return differences.length > 0 ? differences : ["case or escaping"]
  }
  const isSlash = path === `${wantedPath}/` || `${path}/` === wantedPath
  return [...differences, isSlash ? "the slash at its end" : "path"]
}

/** The path as it is written: `http://localhost` has none, whatever URL says. */
function pathOf(text: string): string {
  return setPort(text, "").replace(/^[a-z]+:\/\/[^/?#]*|[?#].*$/gi, "")
}
