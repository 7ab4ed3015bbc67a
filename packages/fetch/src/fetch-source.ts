import type { ClientSecretsFile, Source, SourceDocument } from "@client-secrets/core"
import { readForeignError } from "@client-secrets/recognize"
import {
  carried,
  checkTypes,
  describeType,
  isSourceFailure,
  ownOptions,
  refusal,
  sourceFailure,
} from "@client-secrets/source-kit"
import { parseAddress, type UrlLike } from "./request/address.ts"
import type { FetchFunction } from "./request/fetch-function.ts"
import { httpSource } from "./request/http-source.ts"
import { parseJson } from "./request/parse-json.ts"
import { type PerRead, valueForRead } from "./request/per-read.ts"
import type { HeadersLike } from "./request/request-headers.ts"

/** What `extract` may return: the file as a string, bytes or an object, or a source's document. */
export type Extracted = string | Uint8Array | ClientSecretsFile | SourceDocument | null | undefined

/** Options of `fetchSource`. */
export interface FetchSourceOptions<Body = unknown> {
  /** Headers of the request, or a function that returns them, called once per read. @default none */
  readonly headers?: PerRead<HeadersLike> | undefined
  /**
   * Extracts the document from an answer that is JSON. An error that it throws becomes `invalid`, without its message. `undefined`
   * and `null` mean that the document does not exist. @default none: the answer is the document
   */
  readonly extract?: ((body: Body) => Extracted) | undefined
  /** Sends the request instead of the global `fetch`. It is not checked for proxies. @default the global `fetch` */
  readonly fetch?: FetchFunction | undefined
  /** The most bytes of an answer, after decompression. @default 65_536 */
  readonly maxBytes?: number | undefined
  /** Milliseconds for the whole read: `headers`, the answer's headers, its body; `Infinity` for no limit. @default 5_000 */
  readonly timeout?: number | undefined
}

/**
 * Reads a client file from an https address, or from a plain http address on this machine.
 *
 * It does not retry and does not cache: `createLoader` does. It follows no redirect. If the answer has an `ETag`, the next
 * read sends `If-None-Match`.
 *
 * Reading resolves with `undefined` for 404. It rejects with `denied` (401, 403), `revoked` (410), `throttled` (429),
 * `redirected` (any 3xx), `too_large`, `timeout`, `unavailable`, `invalid` (an answer that `extract` cannot use), and
 * `unsupported` (a header that HTTP does not allow; plain http where a proxy is in the environment).
 *
 * @example
 * ```ts
 * const source = fetchSource("https://config.example.com/client_secrets.json", {
 *   headers: async () => ({ authorization: `Bearer ${await accessToken()}` }),
 * })
 * ```
 * @param url https, or http to `localhost`, `127.0.0.0/8` or `[::1]`; without user name and password
 * @throws {TypeError} for another address, or for an option that cannot be right
 */
export function fetchSource<Body = unknown>(url: string | UrlLike, options?: FetchSourceOptions<Body>): Source {
  try {
    return makeSource(url, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    url = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource<Body = unknown>(url: string | UrlLike, options?: FetchSourceOptions<Body>): Source {
  const own = ownOptions(options)
  const { headers, extract, fetch, maxBytes, timeout } = own
  if ((headers as unknown) instanceof Promise) {
    throw new TypeError("The option headers is a Promise: pass a function that returns it.")
  }
  checkTypes(own, { headers: ["function", "object", "array"], extract: ["function"] })
  return httpSource(parseAddress(url), {
    headers: context => valueForRead("headers", headers, context),
    readAnswer: ({ bytes }) => (extract === undefined ? { content: bytes, ...carried } : extractFrom(bytes, extract)),
    fetch,
    maxBytes,
    timeout,
  })
}

async function extractFrom<Body>(
  bytes: Uint8Array,
  extract: (body: Body) => Extracted,
): Promise<SourceDocument | undefined> {
  const body = parseJson(bytes) as Body
  let extracted: Extracted
  try {
    extracted = await extract(body)
  } catch (thrown) {
    if (isSourceFailure(thrown)) throw thrown
    const { className } = readForeignError(thrown)
    throw sourceFailure(
      "invalid",
      `The function in the option extract threw ${className}. The answer probably has another shape than it expects.`,
    )
  }
  return toDocument(extracted)
}

function toDocument(extracted: Extracted): SourceDocument | undefined {
  if (extracted === null || extracted === undefined) return undefined
  if (typeof extracted === "string" || extracted instanceof Uint8Array) return { content: extracted, ...carried }
  if (typeof extracted !== "object") {
    throw sourceFailure(
      "invalid",
      `The function in the option extract returned ${describeType(extracted)}. It must return the file, or undefined where it does not exist.`,
    )
  }
  if (Object.hasOwn(extracted, "members")) return extracted as SourceDocument
  if (Object.hasOwn(extracted, "content")) return { ...carried, ...(extracted as SourceDocument) }
  return { content: extracted as ClientSecretsFile, ...carried }
}
