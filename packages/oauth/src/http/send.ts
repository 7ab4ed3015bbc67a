import { type AbortSignalLike, type AnyClientSecrets, ClientSecretsError } from "@client-secrets/core"
import { isSourceFailure } from "@client-secrets/source-kit"
import { type RequestSettings, readableBody, requestSettings } from "@client-secrets/source-kit/request-settings"
import { isSecure, isStray } from "../client/prepare-client.ts"
import { parseUri } from "../client/uri.ts"
import { ownProperties, type TransportSettings } from "../flow/options.ts"
import { messages } from "../messages.ts"
import { explainBreak, explainFailure } from "./explain-failure.ts"
import { createRejection, type RejectingEndpoint } from "./provider-error.ts"
import { requestRefused } from "./request-refused.ts"

/** The most bytes that an answer may have. A token answer or a key set has a few kilobytes. */
const maxBytes = 1_048_576

/** The longest time that a timer can wait. With more, `Infinity` included, it would fire immediately. */
const longestTimer = 0x7fffffff

/** A request to a provider: where it goes, and what no message about it may contain. */
export interface Outgoing {
  readonly endpoint: RejectingEndpoint
  /** The client, whose secret no message may contain; `undefined` if none exists yet. */
  readonly client: AnyClientSecrets | undefined
  readonly settings: TransportSettings
  /** The issuer whose metadata names the endpoint; `undefined` for one that the client file or the caller names. */
  readonly issuer: string | undefined
  /** The values in the request in addition to the client secret: code, verifier, tokens, state. */
  readonly sensitive: readonly string[]
  readonly signal: AbortSignalLike | undefined
}

export interface Request {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: URLSearchParams
}

/** An answer of any status below 500 except redirects and 429. */
export interface Answer {
  /** The endpoint's name in messages: "The token endpoint at https://as.example.com". */
  readonly place: string
  readonly status: number
  readonly text: string
  /** The text parsed, if it is a JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** Sends a request and returns its answer, which is whole and small. It throws for redirects, timeouts and outages. */
export async function send(outgoing: Outgoing, url: string, request: Request): Promise<Answer> {
  const { signal, settings } = outgoing
  const { origin, host } = requireSecureUrl(outgoing, url)
  const place = `The ${nameOf(outgoing.endpoint)} at ${origin}`
  // Not as a method of an object: workerd calls that an illegal invocation.
  const fetch = settings.fetch ?? globalThis.fetch
  const isFetchPassedIn = settings.fetch !== undefined
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, Math.min(settings.timeout, longestTimer))
  signal?.addEventListener("abort", abort)
  try {
    if (signal?.aborted) throw signal.reason
    const added = requestSettings(url, { isFetchPassedIn })
    const init = { ...request, redirect: "manual", signal: controller.signal, ...added } as const
    // Without a prototype: otherwise a runtime would read missing settings from a polluted one.
    const response = await fetch(url, ownProperties(init))
    const { status } = response
    // A browser hides the status of a redirect.
    if (status < 200 || (status >= 300 && status < 400))
      throw new ClientSecretsError("redirected", messages.redirected(place))
    const text = await readText(response, added, place)
    if (status === 429) throw new ClientSecretsError("throttled", messages.status(place, status), { transient: true })
    if (status >= 500) throw new ClientSecretsError("unavailable", messages.status(place, status), { transient: true })
    return { place, status, text, body: parseObject(text) }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (controller.signal.aborted)
      throw new ClientSecretsError("timeout", messages.timedOut(place, settings.timeout), { transient: true })
    if (ClientSecretsError.is(error)) throw error
    if (isSourceFailure(error)) throw requestRefused(error as Error)
    throw explainFailure(error, { place, host, isFetchPassedIn })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", abort)
    // Cancels the rest of a refused answer.
    controller.abort()
  }
}

/** Returns an answer's object. It throws for every status but 2xx, and for an OAuth error, which some providers send with 200. */
export function requireSuccess(outgoing: Outgoing, { place, status, body }: Answer): Readonly<Record<string, unknown>> {
  const own = ownProperties(body)
  if (typeof own["error"] === "string") throw createRejection(outgoing, place, own)
  if (status < 200 || status > 299) throw new ClientSecretsError("untrusted_response", messages.status(place, status))
  return own
}

function nameOf(endpoint: RejectingEndpoint): string {
  if (endpoint === "discovery") return "discovery document"
  if (endpoint === "keys") return "key set"
  return `${endpoint.replaceAll("_", " ")} endpoint`
}

/** The file's endpoints were checked when it was taken; these are the issuer's metadata's. */
function requireSecureUrl({ endpoint, settings, issuer }: Outgoing, text: string): URL {
  const name = endpoint.replaceAll("_", " ")
  const url = parseUri(text)
  if (url === undefined)
    throw new ClientSecretsError("unsupported", messages.endpointMissing(name, issuer ?? "The provider"))
  if ((issuer !== undefined && isStray(url, issuer, settings)) || !isSecure(url, settings))
    throw new ClientSecretsError("untrusted_response", messages.endpointInsecure(name, url.origin))
  return url
}

async function readText(response: Response, settings: RequestSettings, place: string): Promise<string> {
  const body = readableBody(settings, response)
  if (body === null) return ""
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ""
  let size = 0
  while (true) {
    const { done, value } = await reader.read().catch(error => {
      throw explainBreak(error, place)
    })
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > maxBytes) throw new ClientSecretsError("too_large", messages.tooLarge(place, maxBytes))
    text += decoder.decode(value, { stream: true })
  }
}

/** `undefined` if it is not a JSON object. The engine's own message would quote the text. */
function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
