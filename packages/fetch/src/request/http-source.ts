import type { ReadContext, Source, SourceAbsence, SourceDocument } from "@client-secrets/core"
import {
  checkMaxBytes,
  checkTimeout,
  checkTypes,
  ownOptions,
  sourceFailure,
  withDeadline,
} from "@client-secrets/source-kit"
import { printAddress } from "./address.ts"
import type { FetchFunction } from "./fetch-function.ts"
import type { HeadersContext } from "./per-read.ts"
import { requestHeaders } from "./request-headers.ts"
import { type BodyAnswer, sendRequest } from "./send-request.ts"

/** The request of one read, for a source that sends another one. */
export interface SentRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly fetch: FetchFunction | undefined
}

/** The parts of `fetchSource` and of every store's source. */
export interface HttpSourceOptions {
  /** The headers of this read, checked by `requestHeaders`. */
  readonly headers: (context: HeadersContext) => unknown
  /** Statuses other than success that `readAnswer` also reads. @default none */
  readonly alsoReadBodyOf?: readonly number[]
  /** Takes the document out of an answer; `undefined` where it is not there. */
  readonly readAnswer: (
    answer: BodyAnswer,
    request: SentRequest,
  ) => SourceDocument | undefined | Promise<SourceDocument | undefined>
  /** Where it looks, as messages name it. @default the address, without its query */
  readonly absence?: SourceAbsence | undefined
  readonly fetch?: FetchFunction | undefined
  readonly maxBytes?: number | undefined
  /** @default 5_000 */
  readonly timeout?: number | undefined
}

/** Makes a source that sends requests to one address. */
export function httpSource(url: URL, options: HttpSourceOptions): Source {
  const {
    headers: makeHeaders,
    alsoReadBodyOf = [],
    readAnswer,
    absence,
    fetch,
    maxBytes,
    timeout = 5_000,
  } = ownOptions(options) as typeof options
  checkTypes({ fetch }, { fetch: ["function"] })
  checkTimeout(timeout)
  checkMaxBytes(maxBytes)

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
    absence: () => absence ?? { place: printAddress(url) },
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
