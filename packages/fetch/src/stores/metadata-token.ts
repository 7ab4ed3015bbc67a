import type { ClientSecretsErrorCode } from "@client-secrets/core"
import { isSourceFailure, ownMembers, ownOptions, sourceFailure } from "@client-secrets/source-kit"
import { printAddress } from "../request/address.ts"
import type { FetchFunction } from "../request/fetch-function.ts"
import { parseJson } from "../request/parse-json.ts"
import type { HeadersContext } from "../request/per-read.ts"
import { requestHeaders } from "../request/request-headers.ts"
import { type BodyAnswer, sendRequest } from "../request/send-request.ts"

/** Where a machine's own identity gets its tokens. */
export interface MetadataServer {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** A header that the answer must also have; another server under the same name does not know it. */
  readonly sentBack?: string
  /** What to do if this server does not exist. */
  readonly advice: string
}

/** Asks a metadata server for an `access_token` (RFC 6749 section 5.1), once per read: such servers cache. */
export async function metadataToken(
  server: MetadataServer,
  { signal }: HeadersContext,
  fetch: FetchFunction | undefined,
): Promise<string> {
  const { url, headers, sentBack, advice } = ownOptions(server) as MetadataServer
  const answer = await sendRequest(url, { headers: requestHeaders(headers), signal, fetch }).catch(thrown => {
    throw aboutToken(thrown, advice)
  })
  const isServer = answer.kind === "body" && (!sentBack || answer.headers.get(sentBack) === headers[sentBack])
  const token = isServer ? tokenIn(answer) : undefined
  if (token !== undefined) return token
  // Also for 404 and 410, which Azure's answers while it is updated: they say nothing about the secret.
  throw sourceFailure("unavailable", `${printAddress(url)} did not return a token. ${advice}`, true)
}

function tokenIn({ bytes }: BodyAnswer): string | undefined {
  try {
    const { access_token: token } = ownMembers(parseJson(bytes))
    return typeof token === "string" && token.trim() !== "" ? token.trim() : undefined
  } catch {
    return undefined
  }
}

interface Failure extends Error {
  readonly code: ClientSecretsErrorCode
  readonly transient: boolean
  readonly retryAfterMs?: number | undefined
}

/** The same failure with the advice, and without the status, which core would print as the store's. */
function aboutToken(thrown: unknown, advice: string): unknown {
  if (!isSourceFailure(thrown)) return thrown
  const { code, transient, message, retryAfterMs } = thrown as Failure
  // It already says what to do.
  if (code === "unsupported") return thrown
  return Object.assign(sourceFailure(code, `No token: ${message} ${advice}`, transient), { retryAfterMs })
}
