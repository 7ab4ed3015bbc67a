import { ClientSecretsError, type ClientSecretsErrorCode } from "@client-secrets/core"
import { isSourceFailure, type RequestSettings, readableBody, requestSettings } from "@client-secrets/source-kit"
import { type Client, isSecure, issuerOf } from "../client/prepare-client.ts"
import { isAddressOrLocalhost, parseUri } from "../client/uri.ts"
import type { CallOptions } from "../flow/flow.ts"
import { ownProperties } from "../flow/options.ts"
import { createRejection } from "./provider-error.ts"

/** The most that an answer may hold; a token response or a key set has a few kilobytes. */
const maxBytes = 1_048_576

/** One request to a provider. */
export interface Outgoing {
  readonly client: Client
  /** What messages call the endpoint. */
  readonly endpoint: "token" | "revocation" | "device_authorization" | "discovery" | "keys"
  /** What the request holds that no message may, besides the client's secret: code, verifier, tokens, state. */
  readonly sensitive?: readonly string[] | undefined
  readonly call: CallOptions
}

/** A request, as oauth4webapi makes one too. */
export interface RequestInit {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: URLSearchParams
}

/** An answer of any status below 500 except redirects and 429. */
export interface Answer {
  /** What messages call the endpoint: "The token endpoint at https://as.example.com". */
  readonly place: string
  readonly status: number
  readonly text: string
  /** The text parsed, where it is a JSON object. */
  readonly body: Record<string, unknown> | undefined
}

/** Sends a request and returns its answer, which is whole and small. It throws for redirects, timeouts and outages. */
export async function send(outgoing: Outgoing, url: string, given: RequestInit): Promise<Answer> {
  const { client, call, endpoint } = outgoing
  const { origin } = requireSecure(client, endpoint, url)
  const place = `The ${endpoint} endpoint at ${origin}`
  const { signal } = call
  const { timeout = 10_000, fetch: passedIn } = client.settings
  // Not as a method of an object: workerd calls that an illegal invocation.
  const fetch = passedIn ?? globalThis.fetch
  const controller = new AbortController()
  const abort = () => controller.abort()
  // More than fits, Infinity included, would fire at once.
  const timer = setTimeout(abort, Math.min(timeout, 0x7fffffff))
  signal?.addEventListener("abort", abort)
  try {
    if (signal?.aborted) throw signal.reason
    // Without a prototype: a runtime would read what is not set here from a polluted one.
    const settings = requestSettings(url, { isFetchPassedIn: passedIn !== undefined })
    const request = { ...given, redirect: "manual", signal: controller.signal, ...settings } as const
    const response = await fetch(url, ownProperties(request))
    const { status } = response
    // A browser hides the status of a redirect.
    if (status < 200 || (status >= 300 && status < 400)) throw failure("redirected", place, "answered with a redirect")
    const text = await readText(response, settings, place)
    const body = parseObject(text)
    if (status === 429) throw failure("throttled", place, `answered ${status}`)
    if (status >= 500) throw failure("unavailable", place, `answered ${status}`)
    return { place, status, text, body }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (controller.signal.aborted) throw failure("timeout", place, `did not answer within ${timeout} ms`)
    if (ClientSecretsError.is(error)) throw error
    if (isSourceFailure(error)) throw requestRefused(error as Error)
    throw failure("unavailable", place, `could not be reached${systemCode(error)}`)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", abort)
    controller.abort() // what is left of an answer that was refused
  }
}

/** Returns an answer's object. It throws for every status but 200, and for an OAuth error, which some providers send with 200. */
export function requireSuccess(outgoing: Outgoing, { place, status, body }: Answer): Record<string, unknown> {
  if (typeof body?.["error"] === "string") throw createRejection(outgoing, place, body)
  if (status !== 200) throw failure("untrusted_response", place, `answered ${status}`)
  return ownProperties(body)
}

/** The file's endpoints were checked when it was taken; these are the issuer's metadata's. */
function requireSecure(client: Client, endpoint: string, text: string): URL {
  const { settings } = client
  const url = parseUri(text)
  const place = `The ${endpoint} endpoint that the issuer names`
  if (url === undefined) throw failure("unsupported", place, "is not there")
  // An address, where the issuer has a name, could be whatever listens on this machine or in its network.
  const issuer = parseUri(issuerOf(client) ?? text)!
  const isStray = isAddressOrLocalhost(url) && !isAddressOrLocalhost(issuer)
  if (!isSecure(url, settings) || (isStray && !settings.allowInsecureEndpoints))
    throw failure("untrusted_response", place, "is not https at a name")
  return url
}

/** A request that was not sent, or an answer that cannot be read: the sentence is ours. */
export function requestRefused(error: Error & { readonly code?: ClientSecretsErrorCode }): ClientSecretsError {
  return new ClientSecretsError(error.code ?? "unsupported", error.message)
}

function failure(code: ClientSecretsErrorCode, place: string, what: string): ClientSecretsError {
  const transient = /^(throttled|unavailable|timeout)$/.test(code)
  return new ClientSecretsError(code, `${place} ${what}.`, { transient })
}

async function readText(response: Response, settings: RequestSettings, place: string): Promise<string> {
  const body = readableBody(settings, response)
  const decoder = new TextDecoder()
  let text = ""
  let size = 0
  for (const reader = body?.getReader(); reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > maxBytes) throw failure("too_large", place, `answered more than ${maxBytes} bytes`)
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (Object(value) === value && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Not JSON: whether it had to be is for who asked. The engine's message would quote it.
  }
  return undefined
}

/** The system's code, such as ECONNREFUSED: the one part of a foreign error that holds no value. */
function systemCode(error: unknown): string {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown }
  const text = String(code ?? Object(cause).code)
  return /^E[A-Z_]{2,30}$/.test(text) ? ` (${text})` : ""
}
