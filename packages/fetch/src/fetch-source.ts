import type { Source } from "@client-secrets/core"
import { type FetchSourceOptions, httpSource } from "./http-source.ts"
import { parseAddress } from "./parse-address.ts"

/**
 * A client file at an https address, or at a plain http one on this machine.
 *
 * It does not retry and does not cache: `createLoader` does. It follows no redirect. Where the answer has an `ETag`, the next
 * read asks with `If-None-Match`.
 *
 * @example
 * ```ts
 * const source = fetchSource("https://config.example.com/client_secrets.json", {
 *   headers: async () => ({ authorization: `Bearer ${await accessToken()}` }),
 * })
 * ```
 * @param url https, or http to `localhost`, `127.0.0.0/8` or `[::1]`; without user name and password
 * @throws TypeError at once, if it is none of these, or for an option that cannot be meant
 *
 * Its `read` gives undefined for 404 and rejects with `denied` (401, 403), `revoked` (410), `throttled` (429), `redirected`
 * (any 3xx), `too_large`, `timeout`, `unavailable`, `invalid` (an answer that `extract` cannot use), and for plain http
 * `unsupported` where a proxy stands in the environment.
 */
export function fetchSource<Body = unknown>(
  url: string | { readonly href: string },
  options?: FetchSourceOptions<Body>,
): Source {
  return httpSource(parseAddress(url).href, options)
}
