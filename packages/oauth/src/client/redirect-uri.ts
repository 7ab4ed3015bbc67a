import { type AnyClientSecrets, ClientSecretsError } from "@client-secrets/core"
import { messages } from "../messages.ts"
import { isGoogleEndpoint } from "./google-endpoints.ts"
import { isPlainLoopback, parseUri, showUri } from "./uri.ts"

/**
 * Whether the client may use a redirect URI:
 *
 * - it is registered, character by character;
 * - it is a registered loopback URI of an installed application, with another port (RFC 8252 section 7.3);
 * - it is any loopback URI of an installed application at Google, which registers none for these clients;
 * - it is below a registered pattern such as `https://app.example.com/*` (Keycloak).
 *
 * A client that lists none is compared with nothing: the provider decides.
 */
export function isRegistered(secrets: AnyClientSecrets, redirectUri: string): boolean {
  const registered = secrets.redirectUris ?? []
  if (!isSendable(redirectUri)) return false
  if (registered.length === 0 || registered.includes(redirectUri)) return true
  if (hasFreePort(secrets, redirectUri)) {
    if (isGoogleEndpoint("auth_uri", secrets.authUri ?? "")) return true
    const portless = setPort(redirectUri, "")
    if (registered.some(uri => setPort(uri, "") === portless)) return true
  }
  return registered.some(uri => isPattern(uri) && matchesPattern(uri, redirectUri))
}

/** @throws {ClientSecretsError} `redirect_uri_mismatch` if the client may not use it */
export function requireRegistered(secrets: AnyClientSecrets, redirectUri: string): void {
  if (!isRegistered(secrets, redirectUri)) throw createMismatchError(secrets, redirectUri)
}

/** The redirect URIs that can be sent: without patterns, and without the word of Google's popup. */
export function sendableRedirectUris({ redirectUris = [] }: AnyClientSecrets): readonly string[] {
  return redirectUris.filter(isSendable)
}

function isSendable(uri: string): boolean {
  return uri !== popupRedirectUri && !isPattern(uri)
}

/** The value of Google's popup in place of a redirect URI. */
export const popupRedirectUri = "postmessage"

/** Keycloak lets a client register everything below a path. A pattern of hosts or schemes is not one: it matches nothing. */
function isPattern(uri: string): boolean {
  const path = uri.endsWith("/*") ? parseUri(uri.slice(0, -1)) : undefined
  return path !== undefined && path.host !== ""
}

function matchesPattern(pattern: string, redirectUri: string): boolean {
  const [prefix, uri] = [parseUri(pattern.slice(0, -1)), parseUri(redirectUri)]
  if (prefix === undefined || uri === undefined || uri.origin !== prefix.origin) return false
  // Providers decode these, and then use another path.
  if (/\.\.|%2e|%2f|%5c|\\/i.test(redirectUri)) return false
  return uri.username === "" && uri.password === "" && uri.pathname.startsWith(prefix.pathname)
}

/** Whether the port of a redirect URI may be any: that of a loopback URI of an installed application. */
export function hasFreePort({ type }: AnyClientSecrets, redirectUri: string): boolean {
  return type === "installed" && isPlainLoopback(redirectUri)
}

// Not by URL, which would add a slash to `http://localhost`: providers compare the string.
export function setPort(text: string, port: string): string {
  return text.replace(/^([a-z]+:\/\/(?:\[[^\]]*\]|[^/?#:]*))(?::\d*)?/i, (_, place: string) => place + port)
}

/** Says which redirect URIs are registered and how the nearest one differs, before a provider's error page does. */
export function createMismatchError({ redirectUris = [] }: AnyClientSecrets, wanted: string): ClientSecretsError {
  return mismatchOf(redirectUris, wanted, messages.notRegistered(showUri(wanted)))
}

/** The same for something that is not a URI, in words: "uses port 3000". */
export function createNoMatchError({ redirectUris = [] }: AnyClientSecrets, what: string): ClientSecretsError {
  return mismatchOf(redirectUris, undefined, messages.noRedirectUriFits(what))
}

function mismatchOf(registered: readonly string[], wanted: string | undefined, message: string): ClientSecretsError {
  const sentences = [message]
  const nearest = wanted === undefined ? undefined : findNearest(registered, wanted)
  if (nearest !== undefined) sentences.push(messages.nearest(showUri(nearest.uri), nearest.differences.join(" and ")))
  const shown = registered.slice(0, 10).map(showUri)
  if (registered.length > shown.length) shown.push("…")
  sentences.push(messages.registered(shown.join(", ") || "none"))
  return new ClientSecretsError("redirect_uri_mismatch", sentences.join(" "))
}

type Difference =
  | "scheme"
  | "host"
  | "port"
  | "query or fragment"
  | "path"
  | "the slash at its end"
  | "case or escaping"

interface Nearest {
  readonly uri: string
  readonly differences: readonly Difference[]
}

/** The first with the fewest differences. One with more than two has nothing in common with the requested one. */
function findNearest(registered: readonly string[], wanted: string): Nearest | undefined {
  let nearest: Nearest | undefined
  for (const uri of registered) {
    const differences = differencesOf(uri, wanted)
    if (differences === undefined || differences.length > 2) continue
    if (nearest === undefined || differences.length < nearest.differences.length) nearest = { uri, differences }
  }
  return nearest
}

/** In what two URIs differ; `undefined` if one of them is not a URI. */
function differencesOf(registered: string, wanted: string): readonly Difference[] | undefined {
  const [a, b] = [parseUri(registered), parseUri(wanted)]
  if (a === undefined || b === undefined) return undefined
  const differences: Difference[] = []
  if (a.protocol !== b.protocol) differences.push("scheme")
  if (a.hostname !== b.hostname) differences.push("host")
  if (a.port !== b.port) differences.push("port")
  if (a.search + a.hash !== b.search + b.hash) differences.push("query or fragment")
  const [path, wantedPath] = [pathOf(registered), pathOf(wanted)]
  // Only an origin is wanted: its path does not matter until the origin is right.
  if (wantedPath === "" && differences.length > 0) return differences
  if (path.toLowerCase() === wantedPath.toLowerCase())
    return differences.length > 0 ? differences : ["case or escaping"]
  const isSlash = path === `${wantedPath}/` || `${path}/` === wantedPath
  return [...differences, isSlash ? "the slash at its end" : "path"]
}

/** The path as it is written: `http://localhost` has none, although its URL has a slash. */
function pathOf(text: string): string {
  const afterScheme = text.slice(text.indexOf("://") + 3)
  const start = afterScheme.search(/[/?#]/)
  const end = afterScheme.search(/[?#]/)
  return start === -1 ? "" : afterScheme.slice(start, end === -1 ? undefined : end)
}
