import type { ReadContext, Source, SourceDocument } from "@client-secrets/core"
import { checkMaxBytes, checkTimeout, ownOptions, sourceFailure, withDeadline } from "@client-secrets/source-kit"
import { printAddress } from "./address.ts"
import type { FetchFunction } from "./fetch-function.ts"
import type { HeadersContext } from "./per-read.ts"
import { requestHeaders } from "./request-headers.ts"
import { type BodyAnswer, sendRequest } from "./send-request.ts"

/** The request of one read, for a source that asks once more. */
export interface SentRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly fetch: FetchFunction | undefined
}

/** What `fetchSource` and every store's source are made of. */
export interface HttpSourceOptions {
  /** The headers of this read, checked by `requestHeaders`. */
  readonly headers: (context: HeadersContext) => unknown
  /** Statuses other than success that `readAnswer` reads too. @default none */
  readonly alsoReadBodyOf?: readonly number[]
  /** Takes the document out of an answer; `undefined` where it is not there. */
  readonly readAnswer: (
    answer: BodyAnswer,
    request: SentRequest,
  ) => SourceDocument | undefined | Promise<SourceDocument | undefined>
  /** What may be meant where nothing was found. */
  readonly hint?: () => string | undefined
  readonly fetch?: FetchFunction | undefined
  readonly maxBytes?: number | undefined
  /** @default 5_000 */
  readonly timeout?: number | undefined
}

/** Makes a source that asks at one address. */
export function httpSource(url: URL, options: HttpSourceOptions): Source {
  const {
    headers: makeHeaders,
    alsoReadBodyOf = [],
    readAnswer,
    hint,
    fetch,
    maxBytes,
    timeout = 5_000,
  } = ownOptions(options) as typeof options
  checkTimeout(timeout)
  checkMaxBytes(maxBytes)
  if (fetch !== undefined && typeof fetch !== "function") throw new TypeError("The option fetch must be a function.")

  async function read(signal: AbortSignal, validator: string | undefined): Promise<SourceDocument | undefined> {
    const headers = requestHeaders(await makeHeaders({ signal }))
    const answer = await sendRequest(url, { headers, signal, fetch, validator, maxBytes, alsoReadBodyOf })
    if (answer.kind === "unchanged") return { unchanged: true, version: validator! }
    if (answer.kind === "absent") {
      if (answer.status === 404) return undefined
      throw sourceFailure("revoked", "The store says that it is gone for good. Use another secret, or create it again.")
    }
    const document = await readAnswer(answer, { headers, signal, fetch })
    if (document === undefined) return undefined
    const version = entityTag(answer.headers.get("etag"))
    return { ...(version !== undefined && { version }), ...document }
  }

  return {
    name: `fetch ${printAddress(url)}`,
    ...(hint && { hint }),
    read(context?: ReadContext) {
      const { signal, previousVersion, force } = ownOptions(context)
      return withDeadline(signal, timeout, ownSignal => read(ownSignal, force ? undefined : entityTag(previousVersion)))
    },
  }
}

/** RFC 9110 section 8.8.3; `undefined` for anything else, such as a version of another source. */
function entityTag(text: string | null | undefined): string | undefined {
  return text && text.length <= 1024 && /^(W\/)?"[!#-~]*"$/.test(text) ? text : undefined
}
