import { googleAliases, isGoogleEndpoint, isGoogleHost, isLoopback, isPrivateAddress } from "@client-secrets/recognize"
import { platform, type UrlLike } from "../platform.ts"
import type { IssueDetails } from "./issue.ts"
import type { MemberKind } from "./members.ts"

/** A URI as the URL parser reads it; `undefined` where it does not parse. */
export function parseUri(text: string): UrlLike | undefined {
  try {
    return new platform.URL(text.trim())
  } catch {
    // The engine's message contains the text.
    return undefined
  }
}

/**
 * Whether a URI is an ordinary one of its kind, about which no rule has anything to report: https and a host by its name, or
 * http and this machine where that may be, and a plain path.
 *
 * It only saves the parsing of URLs. Whatever it does not know goes through the rules, and a property test compares the
 * two. Two hyphens may encode a host's name; a last label without digits is never an address.
 */
export function isOrdinaryUri(kind: MemberKind, text: string): boolean {
  if (kind === "text" || kind === "secret") return false
  // An engine runs out of stack where an expression repeats a group a million times.
  if (text.length > 2000) return false
  const isHttps = /^https:\/\/(?:[a-z\d]+[.-])+[a-z]+(?:\/[\w./-]*)?$/.test(text)
  if (!isHttps && (kind === "endpoint" || !isOrdinaryHere(text))) return false
  return kind !== "origin" || !hasPath(text)
}

/** The same on this machine. */
function isOrdinaryHere(text: string): boolean {
  return /^http:\/\/localhost(?::\d{1,4})?(?:\/[\w./-]*)?$/.test(text)
}

/** Whether an ordinary URI has more than a slash after its host. */
function hasPath(text: string): boolean {
  const slash = text.indexOf("/", text.indexOf("//") + 2)
  return slash >= 0 && slash < text.length - 1
}

/** What is wrong with a redirect URI; several warnings can be about one. */
export type RedirectUriFinding =
  | { readonly code: "invalid_uri"; readonly isOrigin: false; readonly isRedirect: true }
  | { readonly code: "placeholder"; readonly isUri: true }
  | { readonly code: "popup_redirect" }
  | { readonly code: "uri_pattern" }
  | { readonly code: "odd_redirect_uri"; readonly oddity: IssueDetails["odd_redirect_uri"]["oddity"] }

/** Google's console wrote it next to the complete one in every native client until 2014, though it is not a URI. */
const bareOutOfBand = "oob"

/** What Google's popup uses instead of a redirect URI. */
const popup = "postmessage"

/** Checks a redirect URI: what it may not be, and what a provider would probably refuse. */
export function checkRedirectUri(text: string): readonly RedirectUriFinding[] {
  if (text === popup) return [{ code: "popup_redirect" }]
  if (text === bareOutOfBand) return [odd("retired")]
  if (holdsPlaceholder(text)) return [{ code: "placeholder", isUri: true }]
  const url = parseUri(text)
  if (url === undefined || isUnreachable(text, url)) return [{ code: "invalid_uri", isOrigin: false, isRedirect: true }]
  if (isUriPattern(text, url)) return [{ code: "uri_pattern" }]
  const oddities = []
  if (isOutOfBand(text)) oddities.push(odd("retired"))
  if (text.includes("*")) oddities.push(odd("wildcard"))
  if (text.includes("#")) oddities.push(odd("fragment"))
  if (holdsUser(text, url)) oddities.push(odd("user"))
  if (url.protocol === "http:" && !isLoopback(url.hostname)) oddities.push(odd("http"))
  return oddities
}

function odd(oddity: IssueDetails["odd_redirect_uri"]["oddity"]): RedirectUriFinding {
  return { code: "odd_redirect_uri", oddity }
}

/** What is wrong with an origin. */
export type OriginFinding =
  | { readonly code: "invalid_uri"; readonly isOrigin: true; readonly isRedirect: false }
  | { readonly code: "placeholder"; readonly isUri: true }
  | { readonly code: "odd_origin" }

/** Checks an origin: scheme, host and port, and at most a slash after them. */
export function checkOrigin(text: string): OriginFinding | undefined {
  if (holdsPlaceholder(text)) return { code: "placeholder", isUri: true }
  const url = parseUri(text)
  if (url === undefined || isUnreachable(text, url)) return { code: "invalid_uri", isOrigin: true, isRedirect: false }
  const isPlain = url.pathname === "/" && url.search === "" && url.hash === "" && !holdsUser(text, url)
  return isPlain ? undefined : { code: "odd_origin" }
}

/** What is wrong with a URL to which nothing is sent. */
export type UrlFinding =
  | { readonly code: "invalid_uri"; readonly isOrigin: false; readonly isRedirect: false }
  | { readonly code: "placeholder"; readonly isUri: true }

export function checkUrl(text: string): UrlFinding | undefined {
  if (holdsPlaceholder(text)) return { code: "placeholder", isUri: true }
  return parseUri(text) === undefined ? { code: "invalid_uri", isOrigin: false, isRedirect: false } : undefined
}

/** What is wrong with an endpoint; the two last ones can come together. */
export type EndpointFinding =
  | UrlFinding
  | { readonly code: "insecure_endpoint"; readonly isHttp: boolean }
  | { readonly code: "forbidden_endpoint"; readonly holds: IssueDetails["forbidden_endpoint"]["holds"] }

/** The context for the rules of an endpoint. */
export interface EndpointContext {
  /** Whether the endpoints that get the code and the secret are both on this machine. */
  readonly isLocalProvider: boolean
  readonly allowInsecureEndpoints: boolean
}

/** Checks an endpoint: https, a public host, and nothing that hides where it leads. */
export function checkEndpoint(text: string, context: EndpointContext): readonly EndpointFinding[] {
  const found = checkUrl(text)
  if (found !== undefined) return [found]
  const url = parseUri(text)!
  const findings: EndpointFinding[] = []
  const mayBeHttp = context.allowInsecureEndpoints || (context.isLocalProvider && isLoopback(url.hostname))
  if (url.protocol !== "https:" && !(url.protocol === "http:" && mayBeHttp))
    findings.push({ code: "insecure_endpoint", isHttp: url.protocol === "http:" })
  const holds = hidesIts(text, url, context)
  if (holds !== undefined) findings.push({ code: "forbidden_endpoint", holds })
  return findings
}

function hidesIts(
  text: string,
  url: UrlLike,
  { allowInsecureEndpoints }: EndpointContext,
): IssueDetails["forbidden_endpoint"]["holds"] | undefined {
  if (!allowInsecureEndpoints && isPrivateAddress(url.hostname)) return "address"
  if (holdsUser(text, url)) return "user"
  if (text.includes("#")) return "fragment"
  return /[\s\\]/.test(text) ? "space" : undefined
}

/** Google's endpoints as its files have them. */
const googleUrls: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(googleAliases).map(([member, aliases]) => [member, aliases.map(alias => `https://${alias}`)]),
)

/** Whether an endpoint is written as Google's files write it: then no rule has anything to report about it. */
export function isGoogleUrl(member: string, text: string): boolean {
  return googleUrls.get(member)?.includes(text) === true
}

/** Whether an endpoint is one of Google's own for its member, however it is written; `undefined` where it does not parse. */
export function isGoogles(member: string, text: string): boolean | undefined {
  if (isGoogleUrl(member, text)) return true
  // The parser of URLs adds a missing slash to an ordinary one, removes the segments . and .., and changes nothing else.
  if (isOrdinaryUri("endpoint", text) && !text.includes("/.")) return isGoogleUrl(member, `${text}/`)
  const url = parseUri(text)
  return url && isGoogleEndpoint(member, url)
}

/** Whether an endpoint is on one of the hosts that Google's own are on, whatever its path. */
export function isAtGoogle(text: string): boolean {
  // The host of an ordinary one is written as it is.
  const host = isOrdinaryUri("endpoint", text) ? text.split("/", 3)[2] : parseUri(text)?.hostname
  return host !== undefined && isGoogleHost(host)
}

/** Whether a URI is on this machine. */
export function isOnThisMachine(text: string): boolean {
  const url = parseUri(text)
  return url !== undefined && (url.protocol === "http:" || url.protocol === "https:") && isLoopback(url.hostname)
}

/** Whether host or path hold what a template language has around a name, also in escaped form. */
function holdsPlaceholder(text: string): boolean {
  const [beforeQuery = ""] = text.split(/[?#]/, 1)
  return /[{}<>]|%(?:7[BD]|3[CE])/i.test(beforeQuery)
}

/** No browser follows these: schemes that a provider never redirects to, and a host without its scheme. */
const unreachableSchemes: ReadonlySet<string> = new Set(["localhost:", "javascript:", "data:", "file:", "blob:"])

function isUnreachable(text: string, url: UrlLike): boolean {
  // `app.example.com:443` parses as a scheme with a path.
  const isHostWithPort = /^[^:]+:\d/.test(text)
  return isHostWithPort || unreachableSchemes.has(url.protocol) || /[\s\\"^`|]/.test(text)
}

function isOutOfBand(text: string): boolean {
  const small = text.toLowerCase()
  return small.startsWith("urn:") && /:oob\b/.test(small)
}

/** Whether a URI ends in a slash and one asterisk after its host, as Keycloak registers patterns. */
function isUriPattern(text: string, url: UrlLike): boolean {
  return url.host !== "" && url.pathname.endsWith("/*") && text.endsWith("/*") && text.indexOf("*") === text.length - 1
}

/** Whether a URI has user information, which may also be empty; the raw text is checked, since the parser drops `@`. */
function holdsUser(text: string, url: UrlLike): boolean {
  return url.username !== "" || url.password !== "" || /^\w+:\/*[^/?]*@/.test(text)
}
