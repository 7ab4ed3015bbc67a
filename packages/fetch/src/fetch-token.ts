import { type HeadersContext, type PerRead, parseJson, perRead } from "./http-source.ts"
import { orFailure } from "./or-failure.ts"
import { type FetchFunction, sendRequest } from "./send-request.ts"

/** A token, or a function that gets one, asked once a read. */
export type Token = PerRead<string>

/** What every recipe takes. */
export interface RecipeOptions {
  /** Sends every request in the place of the global `fetch`. It is not looked at for proxies. */
  readonly fetch?: FetchFunction | undefined
  /** Milliseconds for the whole read, a request for a token included. @default 5_000 */
  readonly timeout?: number | undefined
}

/** Asks a metadata server for an `access_token` (RFC 6749 section 5.1), once a read: such servers cache. */
export async function fetchToken(
  url: string,
  headers: Record<string, string>,
  { signal }: HeadersContext,
  fetch: FetchFunction | undefined,
): Promise<string> {
  const place = url.replace(/\?.*/, "")
  const answer = await sendRequest(url, { headers, signal, fetch, place })
  return orFailure("unavailable", `${place} gave no token`, () => {
    const { access_token: token } = parseJson<{ access_token: string }>(answer.bytes!)
    // Google's server answers with the header that it was sent; what does not, only took its name.
    if (headers[flavor] && answer.headers.get(flavor) !== headers[flavor]) throw undefined
    return token.trim()
  })
}

export const flavor = "metadata-flavor"

/** The `Authorization` header of RFC 6750 section 2.1. */
export function bearer(token: Token): (context: HeadersContext) => Promise<{ authorization: string }> {
  return async context => ({ authorization: `Bearer ${await perRead(token, context)}` })
}
