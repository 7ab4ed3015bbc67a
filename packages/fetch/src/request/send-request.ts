import { ownOptions, readableBody, requestSettings } from "@client-secrets/source-kit"
import { printHost } from "./address.ts"
import type { FetchFunction, FetchInit, FetchResponse } from "./fetch-function.ts"
import { readBody } from "./read-body.ts"
import { connectionFailure, statusFailure } from "./request-failure.ts"

export interface SendRequestOptions {
  /** As `requestHeaders` made them. */
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Sends the request instead of the global `fetch`. */
  readonly fetch?: FetchFunction | undefined
  /** The entity tag of the caller's document. @default none */
  readonly validator?: string | undefined
  /** The most bytes of an answer, after decompression. @default 65_536 */
  readonly maxBytes?: number | undefined
  /** Statuses other than success whose body is relevant. @default none */
  readonly alsoReadBodyOf?: readonly number[]
}

/** An answer with its body. */
export interface BodyAnswer {
  readonly kind: "body"
  readonly status: number
  readonly headers: FetchResponse["headers"]
  readonly bytes: Uint8Array
}

/** The result of a request: a body; the expected 304; or nothing at the address (404), perhaps no longer (410). */
export type Answer =
  | BodyAnswer
  | { readonly kind: "unchanged" }
  | { readonly kind: "absent"; readonly status: 404 | 410 }

/**
 * Sends one GET, past caches and proxies, follows no redirect, and reads the answer until it ends or until its limit.
 *
 * @throws the failure of a connection, of a status, or of a body
 */
export async function sendRequest(url: URL, options: SendRequestOptions): Promise<Answer> {
  const { headers, signal, fetch: passedIn, validator, maxBytes = 65_536, alsoReadBodyOf = [] } = ownOptions(options)
  const settings = requestSettings(url, { isFetchPassedIn: passedIn !== undefined })
  // Without a prototype: otherwise a runtime would read missing settings from a polluted one.
  const init = ownOptions<FetchInit>({
    headers: validator === undefined ? { ...headers } : { ...headers, "if-none-match": validator },
    // `error` throws on workerd, and `follow` sends headers such as X-Vault-Token to any host in a redirect.
    redirect: "manual",
    signal,
    ...(hasCacheOption() && { cache: "no-store" }),
    ...settings,
  }) as FetchInit
  const host = printHost(url)
  const response = await send(passedIn, url.href, init, host)
  const { status } = response
  if ((status >= 200 && status < 300) || alsoReadBodyOf.includes(status)) {
    const body = readableBody(settings, response)
    const bytes = await readBody({ headers: response.headers, body }, host, maxBytes)
    return { kind: "body", status, headers: response.headers, bytes }
  }
  if (status === 304 && validator !== undefined) return { kind: "unchanged" }
  if (status === 404 || status === 410) return { kind: "absent", status }
  throw statusFailure(response, host)
}

async function send(
  passedIn: FetchFunction | undefined,
  url: string,
  init: FetchInit,
  host: string,
): Promise<FetchResponse> {
  // Not called as a method of an object: workerd calls that an illegal invocation.
  const call: FetchFunction = passedIn ?? fetch
  try {
    return await call(url, init)
  } catch (thrown) {
    throw connectionFailure(thrown, host, passedIn !== undefined)
  }
}

/** workerd throws at `cache` before its compatibility date 2024-11-11, when it did not have the property either. */
function hasCacheOption(): boolean {
  return Object.hasOwn(Request.prototype, "cache")
}
