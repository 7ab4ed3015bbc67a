import { type AbortSignalLike, ClientSecretsError, type Secret } from "@client-secrets/core"
import { toAuthorization } from "../authorization/to-authorization.ts"
import type { Tokens } from "../flow/flow.ts"
import { ownProperties } from "../flow/options.ts"
import { isFresh, renewTokens, type Session, signInRequired } from "./session.ts"
import type { StoredTokens } from "./stores/token-store.ts"

/** Options of `signOut`. */
export interface SignOutOptions {
  /** Whether the provider is told to end the sign-in. @default true */
  readonly revoke?: boolean | undefined
  /** Ends the call to the provider. */
  readonly signal?: AbortSignalLike | undefined
}

/** A user who is signed in: what a program needs to work in the user's name, for as long as the sign-in lasts. */
export interface Authorization {
  /** The latest tokens. They print as `[redacted]`. */
  readonly tokens: Tokens
  /** A valid access token, renewed if it has expired. Callers and processes that need it at the same time share one request. */
  accessToken(): Promise<Secret>
  /**
   * `fetch` with the access token as a bearer token (RFC 6750): to https, or to this machine. A redirect to another
   * origin does not get it. An answer 401 leads to one more try with a renewed token.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /**
   * For google-auth-library, and so for googleapis: `client.refreshHandler = authorization.refreshHandler`.
   *
   * The library then gets access tokens only, and never the client secret or the refresh token.
   */
  readonly refreshHandler: () => Promise<{ access_token: string; expiry_date: number }>
  /** Forgets the sign-in in any case, and tells the provider to end it. */
  signOut(options?: SignOutOptions): Promise<void>
}

/** What a library is told if the provider named no end: it asks again after this time. In milliseconds. */
const assumedLifetime = 3_600_000

export function createAuthorization(session: Session, found: StoredTokens): Authorization {
  let tokens = found
  let isSignedOut = false
  let handedOut: string | undefined

  const renew = async (rejected?: string): Promise<StoredTokens> => {
    tokens = await renewTokens(session, rejected, undefined)
    return tokens
  }
  const current = async (): Promise<StoredTokens> => {
    if (isSignedOut) throw signInRequired(session, "The user has signed out.")
    return isFresh(tokens) ? tokens : renew()
  }
  const send = (used: StoredTokens, url: string | URL, init: RequestInit | undefined) => {
    const { accessToken, tokenType, scope } = used
    return toAuthorization(session.secrets, { scope: scope || "any", tokens: { accessToken, tokenType, scope } }).fetch(
      url,
      init,
    )
  }

  return {
    get tokens() {
      return tokens
    },
    accessToken: async () => (await current()).accessToken,
    async fetch(url, init) {
      const used = await current()
      const response = await send(used, url, init)
      if (response.status !== 401 || used.refreshToken === undefined || !canSendAgain(init)) return response
      const renewed = await renew(used.accessToken.reveal())
      await response.body?.cancel()
      return send(renewed, url, init)
    },
    async refreshHandler() {
      let given = await current()
      // The library asks again only if a server has refused the token that it was given.
      if (given.accessToken.reveal() === handedOut) given = await renew(handedOut)
      handedOut = given.accessToken.reveal()
      return { access_token: handedOut, expiry_date: given.expiresAt ?? Date.now() + assumedLifetime }
    },
    async signOut(options) {
      isSignedOut = true
      await forgetTokens(session, tokens, options)
    },
  }
}

/** A stream can be read once. */
function canSendAgain(init: RequestInit | undefined): boolean {
  const { body } = ownProperties(init)
  return body === undefined || body === null || typeof body === "string" || body instanceof URLSearchParams
}

/**
 * Removes the stored sign-in, then tells the provider.
 *
 * @throws {ClientSecretsError} what the provider answered; the sign-in is forgotten all the same
 */
export async function forgetTokens(
  session: Session,
  tokens: Tokens | undefined,
  options: SignOutOptions | undefined,
): Promise<void> {
  const { revoke = true, signal } = ownProperties(options)
  const stored = (await session.store.get(session.key).catch(() => undefined)) ?? tokens
  await session.store.delete(session.key)
  if (!revoke || stored === undefined) return
  try {
    await session.flowFor(stored.scope || "any").revoke(stored, { signal })
  } catch (error) {
    // Many providers have no revocation endpoint: to forget the tokens is all that can be done.
    if (!ClientSecretsError.is(error) || error.code !== "unsupported") throw error
  }
}
