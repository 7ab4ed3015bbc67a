import type { Secret } from "@client-secrets/core"
import { isLoopback, parseUri } from "../client/uri.ts"
import { type FetchLike, ownProperties } from "../flow/options.ts"
import { messages } from "../messages.ts"
import type { Authorization, RefreshHandler } from "./authorization.ts"
import { followRedirects } from "./follow-redirects.ts"
import { isReadOnce } from "./is-read-once.ts"
import type { TokenKeeper } from "./token-keeper.ts"

/** The expiry for google-auth-library if the provider did not say when a token expires. In milliseconds. */
const assumedLifetime = 3_600_000

/** The public object of a signed-in user. @param fetch the caller's own @default the runtime's */
export function createAuthorization(keeper: TokenKeeper, fetch: FetchLike | undefined): Authorization {
  return {
    get tokens() {
      return keeper.tokens
    },
    accessToken: async () => (await keeper.current()).accessToken,
    fetch: (url, init) => fetchWithToken(keeper, fetch, url, ownProperties(init)),
    get refreshHandler() {
      return createRefreshHandler(keeper)
    },
    signOut: options => keeper.forget(ownProperties(options)),
  }
}

async function fetchWithToken(
  keeper: TokenKeeper,
  fetch: FetchLike | undefined,
  url: string | URL,
  init: RequestInit,
): Promise<Response> {
  const target = parseUri(String(url))
  const isSafe = target?.protocol === "https:" || (target?.protocol === "http:" && isLoopback(target))
  if (target === undefined || !isSafe) throw new TypeError(messages.unsafeTarget)
  const { accessToken } = await keeper.current()
  const response = await send(accessToken)
  if (response.status !== 401 || isReadOnce(init.body)) return response
  const { accessToken: other } = await keeper.replace(accessToken)
  if (other.equals(accessToken)) return response
  await response.body?.cancel()
  return send(other)

  function send(token: Secret): Promise<Response> {
    // The runtime's own message about an invalid header would quote it.
    if (!isHeaderValue(token.reveal())) throw new TypeError(messages.badAccessToken)
    const headers = new Headers(init.headers)
    headers.set("authorization", `Bearer ${token.reveal()}`)
    return followRedirects(target!, headers, init, fetch)
  }
}

function isHeaderValue(token: string): boolean {
  return /^[!-~]+$/.test(token)
}

/**
 * A handler for one client of google-auth-library, which calls it when it has no token, when its token expires, and when a
 * server has refused it.
 */
function createRefreshHandler(keeper: TokenKeeper): RefreshHandler {
  let handedOut: Secret | undefined
  return async () => {
    let tokens = await keeper.current()
    // The caller already had this token, and requests another one: a server has refused it.
    if (handedOut !== undefined && tokens.accessToken.equals(handedOut)) tokens = await keeper.replace(handedOut)
    const { accessToken, expiresAt = Date.now() + assumedLifetime } = ownProperties(tokens)
    // Requests that the library sends at the same time ask at the same time: only a later one has seen a refusal.
    setTimeout(() => {
      handedOut = accessToken
    }, 0)
    return { access_token: accessToken.reveal(), expiry_date: expiresAt }
  }
}
