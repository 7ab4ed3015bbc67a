import { type AnyClientSecrets, createSecret, type Secret } from "@client-secrets/core"
import { type RequestSettings, requestSettings } from "@client-secrets/source-kit"
import { requireClient } from "../client/require-client.ts"
import { isLoopback, parseUri } from "../client/uri.ts"
import { createFlow } from "../flow/create-flow.ts"
import type { AuthorizationParameters, AuthorizationRequest, CallOptions, Flow, Tokens } from "../flow/flow.ts"
import { type FlowOptions, joinScope, ownProperties } from "../flow/options.ts"
import { requestRefused } from "../http/send.ts"

/** Options of `toAuthorization`: the flow's, and the tokens to begin with. */
export interface ToAuthorizationOptions extends FlowOptions {
  /** Tokens from before. @default those that the file itself holds, as the Ruby client writes them */
  readonly tokens?: Tokens
}

/** A client that keeps its user's tokens: what an API client needs to make requests in the user's name. */
export interface Authorization {
  /** As `Flow.authorizationRequest`. */
  authorizationRequest(parameters?: AuthorizationParameters): Promise<AuthorizationRequest>
  /** As `Flow.exchange`, and keeps the tokens. */
  exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>
  /** The tokens that are kept. */
  readonly tokens: Tokens | undefined
  /** The access token, refreshed where it has expired; calls at the same time share one refresh. */
  accessToken(): Promise<Secret>
  /** `fetch` with the access token as a bearer token (RFC 6750). To https, or to this machine, alone; along no redirect to another origin. */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /** Forgets the tokens and revokes them. Where revoking fails it rejects, and the tokens are forgotten all the same. */
  revoke(options?: CallOptions): Promise<void>
}

/** Tokens that expire within this time are refreshed. */
const margin = 60_000

/**
 * Makes an authorization of a client file, as the Ruby client's `to_authorization`: the flow, and the tokens with it.
 *
 * One user's: a server makes one per user. The redirect URI is the file's first where none is named, as there.
 *
 * @throws as `createFlow`
 */
export function toAuthorization(secrets: AnyClientSecrets, options: ToAuthorizationOptions): Authorization {
  requireClient(secrets)
  const own = ownProperties(options)
  const redirectUri = own.redirectUri ?? ownProperties(secrets).redirectUris?.[0]
  const flow: Flow = createFlow(secrets, ownProperties({ ...own, ...(redirectUri && { redirectUri }) }) as never)
  let kept = own.tokens ?? tokensOf(secrets, joinScope(own.scope))
  // With the tokens that it is of: those of a user who signed in meanwhile are not to be had from it.
  let refreshing: { readonly of: Tokens; readonly result: Promise<Tokens> } | undefined

  const accessToken: Authorization["accessToken"] = async () => {
    if (kept === undefined) throw new TypeError("There are no tokens yet: let the user sign in.")
    const isFresh = kept.expiresAt === undefined || kept.expiresAt > Date.now() + margin
    if (isFresh || kept.refreshToken === undefined) return kept.accessToken
    const old = kept
    // Servers that rotate refresh tokens take each once.
    if (refreshing?.of !== old) {
      const started = { of: old, result: flow.refresh(old) }
      const end = (tokens?: Tokens) => {
        if (refreshing === started) refreshing = undefined
        // Else the user has signed in anew meanwhile.
        if (tokens && kept === old) kept = tokens
      }
      started.result.then(end, () => end())
      refreshing = started
    }
    return (await refreshing.result).accessToken
  }

  return {
    authorizationRequest: parameters => flow.authorizationRequest(parameters),
    async exchange(callbackUrl, request, call) {
      kept = await flow.exchange(callbackUrl, request, call)
      return kept
    },
    get tokens() {
      return kept
    },
    accessToken,
    async fetch(url, init) {
      const target = parseUri(String(url))
      const isSafe = target?.protocol === "https:" || (target?.protocol === "http:" && isLoopback(target))
      if (target === undefined || !isSafe) throw new TypeError("A token is sent to an https URL, or to this machine.")
      const own = ownProperties(init)
      const headers = new Headers(own.headers)
      const token = (await accessToken()).reveal()
      // The runtime's own message about what a header cannot hold would quote it.
      if (!/^[!-~]+$/.test(token)) throw new TypeError("The access token holds what a header cannot.")
      headers.set("authorization", `Bearer ${token}`)
      return follow(target, headers, own)
    },
    async revoke(call) {
      // Of a server that rotates refresh tokens, what a refresh under way brings would outlive what is revoked meanwhile.
      if (refreshing !== undefined && refreshing.of === kept) await refreshing.result.catch(() => {})
      const old = kept
      // Whatever the provider answers, this program is signed out.
      kept = undefined
      if (old !== undefined) await flow.revoke(old, call)
    },
  }
}

/**
 * Fetches, and follows redirects as the Fetch Standard says: to another origin without the token.
 *
 * By hand, since workerd took it along until its compatibility date 2025-09-01. Browsers hide where a redirect leads, and
 * follow one of GET or HEAD themselves.
 */
async function follow(start: URL, headers: Headers, init: RequestInit): Promise<Response> {
  const { redirect = "follow" } = init
  let [url, rest] = [start, init]
  for (let left = 20; ; left--) {
    // Set although they are the defaults: Node would read a missing one from a polluted `Object.prototype`.
    const { method = "GET", body = null } = rest
    const sent: RequestInit = ownProperties({ ...rest, method, body, headers, ...settingsFor(url) })
    const response = await fetch(
      url.href,
      ownProperties({ ...sent, redirect: redirect === "follow" ? "manual" : redirect }),
    )
    if (redirect !== "follow") return response
    if (response.type === "opaqueredirect") {
      // Sent a second time, since only the browser itself can follow: what changes something must not be.
      if (!/^(GET|HEAD)$/i.test(method))
        throw new TypeError(`A browser hides where a redirect of ${method.toUpperCase()} leads.`)
      return fetch(url.href, sent)
    }
    const { status } = response
    const location = response.headers.get("location")
    if (location === null || ![301, 302, 303, 307, 308].includes(status)) return response
    const next = parseUri(location, url.href)
    await response.body?.cancel()
    if (next === undefined || !/^https?:$/.test(next.protocol) || left === 0)
      throw new TypeError("The redirect leads nowhere.")
    if (next.origin !== url.origin) for (const name of ["authorization", "cookie"]) headers.delete(name)
    if (status === 303 ? !/^(GET|HEAD)$/i.test(method) : status < 303 && method.toUpperCase() === "POST") {
      rest = ownProperties({ ...rest, method: "GET" })
      delete rest.body
      for (const name of ["content-encoding", "content-language", "content-location", "content-type"])
        headers.delete(name)
    }
    url = next
  }
}

function settingsFor(url: URL): RequestSettings {
  try {
    return requestSettings(url, { isAnswerPassedOn: true })
  } catch (error) {
    throw requestRefused(error as Error)
  }
}

/** The Ruby client writes a user's tokens into the client's own object; times are in seconds. */
function tokensOf({ extra }: AnyClientSecrets, scope: string): Tokens | undefined {
  const text = (name: string) => {
    const value = extra.get(name)
    return typeof value === "string" && value !== "" ? value : undefined
  }
  const accessToken = text("access_token")
  const refreshToken = text("refresh_token")
  if (accessToken === undefined && refreshToken === undefined) return undefined
  const seconds = Number(extra.get("expires_at") ?? Number(extra.get("issued_at")) + Number(extra.get("expires_in")))
  const idToken = text("id_token")
  return {
    accessToken: createSecret(accessToken ?? ""),
    tokenType: "bearer",
    scope,
    // Without an access token there is one to be had at once.
    ...(accessToken === undefined ? { expiresAt: 0 } : seconds > 0 && { expiresAt: seconds * 1000 }),
    ...(refreshToken !== undefined && { refreshToken: createSecret(refreshToken) }),
    ...(idToken !== undefined && { idToken: createSecret(idToken) }),
  }
}
