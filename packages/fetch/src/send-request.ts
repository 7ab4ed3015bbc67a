import type { ClientSecretsErrorCode } from "@client-secrets/core"
import { ownOptions, readableBody, requestSettings, sourceFailure } from "@client-secrets/source-kit"
import { orFailure } from "./or-failure.ts"

/** What a `fetch` is called with. */
export interface FetchInit {
  readonly headers: Record<string, string>
  readonly redirect: "manual"
  readonly cache?: "no-store"
  /** An `AbortSignal`. */
  // biome-ignore lint/suspicious/noExplicitAny: only `any` fits what the DOM, Node, Deno and workerd call an AbortSignal.
  readonly signal: any
}

/** The part of a `Response` that is used here. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** A stream of bytes, as an async iterable. */
  readonly body: unknown
}

/** Any `fetch`: the global one, a service binding's, undici's with a dispatcher. */
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>

export interface SendRequestOptions {
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
  readonly fetch?: FetchFunction | undefined
  /** The entity tag of what the asker holds. @default none */
  readonly validator?: string | undefined
  /** The most bytes of an answer, after decompression. @default 65_536 */
  readonly maxBytes?: number | undefined
  /** What messages call the one that answers. @default "The store" */
  readonly place?: string
  /** A status other than success whose body says something. @default none */
  readonly meaningful?: number | undefined
}

/** An answer; without `bytes` where it is 404 or 410, or the 304 that was asked for. */
export interface Answer {
  readonly status: number
  readonly headers: FetchResponse["headers"]
  readonly bytes?: Uint8Array
}

const codes: Readonly<Record<number, ClientSecretsErrorCode>> = { 401: "denied", 403: "denied", 429: "throttled" }

/** Sends one GET, past caches and proxies, follows no redirect, and reads the answer to its end or to its limit. */
export async function sendRequest(url: string, options: SendRequestOptions): Promise<Answer> {
  const { headers, signal, fetch: handedIn, validator, maxBytes = 65_536, place = "The store", meaningful } = options
  const settings = requestSettings(url, { isFetchPassedIn: handedIn !== undefined })
  // Not as a method of an object: workerd calls that an illegal invocation.
  const send: FetchFunction = handedIn ?? fetch

  return orFailure("unavailable", `${place} could not be reached, or broke off its answer`, async () => {
    // Without a prototype: a runtime would read what is not set here from a polluted one.
    const init: FetchInit = ownOptions({
      headers: validator ? { ...headers, "if-none-match": validator } : headers,
      // `error` throws on workerd, and `follow` takes headers such as X-Vault-Token to whatever host is named.
      redirect: "manual",
      signal,
      // workerd throws before its compatibility date 2024-11-11, when it did not have the property either.
      ...("cache" in Request.prototype && { cache: "no-store" }),
      ...settings,
    }) as FetchInit
    const response = await send(url, init)
    const { status, headers: fields } = response
    if (status === meaningful || (status > 199 && status < 300)) {
      const body = readableBody(settings, response)
      return { status, headers: fields, bytes: await readBody(fields, body, place, maxBytes) }
    }
    if (status === 404 || status === 410 || (status === 304 && validator)) return { status, headers: fields }
    const isRedirect = !status || (status > 299 && status < 400)
    const code = isRedirect ? "redirected" : (codes[status] ?? "unavailable")
    const transient = status > 499 || status === 408 || status === 425 || status === 429
    throw Object.assign(sourceFailure(code, `${place} answered ${status}.`, transient), {
      status,
      retryAfterMs: parseRetryAfter(fields.get("retry-after")),
    })
  })
}

async function readBody(
  headers: FetchResponse["headers"],
  body: unknown,
  place: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const declared = Number(headers.get("content-length"))
  const chunks: BlobPart[] = []
  let length = 0
  const check = (size: number) => {
    if (size > maxBytes) throw sourceFailure("too_large", `${place} answered more than ${maxBytes} bytes.`)
  }
  check(declared)
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    chunks.push(chunk)
    length += chunk.byteLength
    check(length)
  }
  // Not every runtime minds that there is less than was declared.
  if (length < declared && !headers.get("content-encoding")) throw undefined
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function parseRetryAfter(value: string | null): number | undefined {
  const milliseconds = /^\d+$/.test(`${value}`) ? Number(value) * 1000 : Date.parse(`${value}`) - Date.now()
  return milliseconds > 0 ? milliseconds : undefined
}
