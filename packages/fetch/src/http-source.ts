import type { ClientSecretsFile, Source, SourceDocument } from "@client-secrets/core"
import { checkMaxBytes, maskSecrets, ownOptions, sourceFailure, withDeadline } from "@client-secrets/source-kit"
import { orFailure } from "./or-failure.ts"
import { type FetchFunction, sendRequest } from "./send-request.ts"

/** What a function that makes headers or a token is given. */
export interface HeadersContext {
  /** An `AbortSignal` that ends with the read. */
  // biome-ignore lint/suspicious/noExplicitAny: as in FetchInit, so that it can be handed to any `fetch`.
  readonly signal: any
}

/** A value, or a function that makes it, asked once a read. */
export type PerRead<Value> = Value | ((context: HeadersContext) => Value | Promise<Value>)

/** Options of `fetchSource`. */
export interface FetchSourceOptions<Body = unknown> {
  /** @default none */
  readonly headers?: PerRead<Readonly<Record<string, string>>> | undefined
  /**
   * Takes the document out of an answer that is JSON; without it the answer is the document. It must be pure. What it
   * throws becomes `invalid`, without its text. `undefined` and `null` mean that the document is not there.
   */
  readonly extract?:
    | ((body: Body) => string | Uint8Array | ClientSecretsFile | SourceDocument | null | undefined)
    | undefined
  /** Sends the request in the place of the global `fetch`. It is not looked at for proxies. */
  readonly fetch?: FetchFunction | undefined
  /** The most bytes of an answer, after decompression. @default 65_536 */
  readonly maxBytes?: number | undefined
  /** Milliseconds for the whole read: `headers`, the answer's headers, its body. @default 5_000 */
  readonly timeout?: number | undefined
}

/** The source behind `fetchSource` and every recipe. */
export function httpSource<Body>(url: string, options?: FetchSourceOptions<Body>, meaningful?: number): Source {
  const { headers, extract, fetch, maxBytes, timeout = 5_000 } = ownOptions(options)
  if (!(timeout > 0 && timeout < 2 ** 31)) throw new TypeError("timeout takes milliseconds above 0.")
  checkMaxBytes(maxBytes)

  async function read(signal: AbortSignal, validator: string | undefined): Promise<SourceDocument | undefined> {
    const own = await orFailure("unavailable", "`headers` threw", () => perRead(headers, { signal }))
    const answer = await sendRequest(url, {
      // A cache in between has no say: how old a copy may be is the loader's to decide.
      headers: { "cache-control": "no-cache", ...own },
      signal,
      fetch,
      validator,
      maxBytes,
      meaningful,
    })
    const { status, bytes } = answer
    if (status === 304) return { unchanged: true, version: validator! }
    if (status === 410) throw sourceFailure("revoked", "The store says that it is gone for good.")
    if (!bytes) return undefined
    const content = extract
      ? await orFailure("invalid", "The answer is not what was expected", () => extract(parseJson(bytes)))
      : bytes
    const version = entityTag(answer.headers.get("etag"))
    return content === undefined || content === null
      ? undefined
      : { ...(version && { version }), ...toDocument(content) }
  }

  return {
    // An address can be a capability: neither its query is printed, nor a part that could be a secret.
    name: `fetch ${maskSecrets(withoutQuery(url))}`,
    read: async ({ signal, previousVersion, force } = {}) =>
      withDeadline(signal, timeout, ownSignal => read(ownSignal, force ? undefined : entityTag(previousVersion))),
  }
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** The value itself, or what the function makes of it for this read. */
export function perRead<Value>(value: PerRead<Value>, context: HeadersContext): Value | Promise<Value> {
  return typeof value === "function" ? (value as (context: HeadersContext) => Value | Promise<Value>)(context) : value
}

/** Throws the engine's text, which quotes what it cannot read: never outside of `orFailure`. */
export function parseJson<Body>(bytes: Uint8Array): Body {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
}

function toDocument(content: string | Uint8Array | ClientSecretsFile | SourceDocument): SourceDocument {
  const isDocument = ["content", "members"].some(name => Object.hasOwn(Object(content), name))
  return isDocument ? (content as SourceDocument) : { content: content as ClientSecretsFile }
}

/** RFC 9110 section 8.8.3. A version that is none is a recipe's or another source's. */
function entityTag(text: string | null | undefined): string | undefined {
  return text && /^(W\/)?"[!#-~]*"$/.test(text) ? text : undefined
}
