import { type RequestSettings, requestSettings } from "@client-secrets/source-kit/request-settings"
import { parseUri } from "../client/uri.ts"
import { type FetchLike, ownProperties } from "../flow/options.ts"
import { requestRefused } from "../http/request-refused.ts"
import { messages } from "../messages.ts"
import { isReadOnce } from "./is-read-once.ts"

const mostRedirects = 20
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** What a server of another origin does not get: credentials, and the name of the first server. */
const headersOfOrigin = ["authorization", "proxy-authorization", "cookie", "host"]
const bodyHeaders = ["content-encoding", "content-language", "content-location", "content-type"]

/**
 * Fetches, and follows redirects as the Fetch Standard requires: to another origin without the token.
 *
 * By hand, since workerd took the token along until its compatibility date 2025-09-01. Browsers hide where a redirect
 * leads, and follow one of GET or HEAD themselves.
 */
export async function followRedirects(
  start: URL,
  headers: Headers,
  init: RequestInit,
  passedIn: FetchLike | undefined,
): Promise<Response> {
  const { redirect = "follow" } = init
  // Not as a method of an object: workerd calls that an illegal invocation.
  const fetch = (passedIn ?? globalThis.fetch) as (url: string, init: RequestInit) => Promise<Response>
  // Set although they are the defaults: Node would read a missing one from a polluted `Object.prototype`.
  let { method = "GET", body = null } = init
  let url = start
  for (let left = mostRedirects; ; left--) {
    const settings = settingsFor(url, passedIn !== undefined)
    const request: RequestInit = ownProperties({ ...init, method, body, headers, ...settings })
    if (redirect !== "follow") return fetch(url.href, request)
    const response = await fetch(url.href, ownProperties({ ...request, redirect: "manual" as const }))
    if (response.type === "opaqueredirect") {
      // It has to be sent a second time, since only the browser can follow: nothing that changes something.
      if (!isRead(method)) throw new TypeError(messages.hiddenRedirect(method.toUpperCase()))
      return fetch(url.href, request)
    }
    const location = response.headers.get("location")
    if (location === null || !redirectStatuses.has(response.status)) return response
    await response.body?.cancel()
    const next = parseUri(location, url.href)
    if (next === undefined || !/^https?:$/.test(next.protocol) || left === 0) throw new TypeError(messages.badRedirect)
    if (next.origin !== url.origin) for (const name of headersOfOrigin) headers.delete(name)
    if (becomesGet(response.status, method)) {
      method = "GET"
      body = null
      for (const name of bodyHeaders) headers.delete(name)
    } else if (isReadOnce(body)) throw new TypeError(messages.redirectedStream)
    url = next
  }
}

/** Fetch Standard, HTTP-redirect fetch, step 12. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return !isRead(method)
  return (status === 301 || status === 302) && method.toUpperCase() === "POST"
}

function isRead(method: string): boolean {
  return /^(GET|HEAD)$/i.test(method)
}

function settingsFor(url: URL, isFetchPassedIn: boolean): RequestSettings {
  try {
    return requestSettings(url, { isFetchPassedIn, isAnswerPassedOn: true })
  } catch (error) {
    throw requestRefused(error as Error)
  }
}
