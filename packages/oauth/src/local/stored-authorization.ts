import type { Secret } from "@client-secrets/core"
import type { Authorization, SignOutOptions } from "../authorization/authorization.ts"
import { createAuthorization } from "../authorization/create-authorization.ts"
import { isFresh, isRefreshable, revokeIfPossible, type TokenKeeper } from "../authorization/token-keeper.ts"
import type { Tokens } from "../flow/flow.ts"
import { type FetchLike, ownProperties } from "../flow/options.ts"
import { renewTokens, type Session, signInRequired, unknownScope } from "./session.ts"
import { readStoredTokens, type StoredTokens } from "./stores/token-store.ts"

/** A session whose tokens are in a store, which other sessions and processes use as well. */
export function createStoredAuthorization(
  session: Session,
  found: StoredTokens,
  fetch: FetchLike | undefined,
): Authorization {
  return createAuthorization(keepStoredTokens(session, found), fetch)
}

function keepStoredTokens(session: Session, found: StoredTokens): TokenKeeper {
  let kept: StoredTokens | undefined = found

  const requireTokens = (): StoredTokens => {
    if (kept === undefined) throw signInRequired(session, "The user has signed out.")
    return kept
  }
  const renew = async (refused?: Secret): Promise<StoredTokens> => {
    const tokens = await renewTokens(session, refused, undefined)
    // The user may have signed out while the request was on its way.
    if (kept !== undefined) kept = tokens
    return tokens
  }

  return {
    get tokens() {
      return kept
    },
    async current() {
      const tokens = requireTokens()
      return isFresh(tokens) ? tokens : renew()
    },
    async replace(refused) {
      const tokens = requireTokens()
      // Another call has replaced it already, or nothing can.
      if (!tokens.accessToken.equals(refused) || !isRefreshable(tokens)) return tokens
      return renew(refused)
    },
    async forget(options) {
      const old = kept
      kept = undefined
      await forgetTokens(session, old, options)
    },
  }
}

/**
 * Removes the stored sign-in, then asks the provider to revoke it.
 *
 * @throws {ClientSecretsError} the provider's error; the sign-in is removed anyway
 */
export async function forgetTokens(
  session: Session,
  tokens: Tokens | undefined,
  options: SignOutOptions | undefined,
): Promise<void> {
  const { revoke = true, signal } = ownProperties(options)
  // The store has the latest ones, unless it cannot be read: then there is all the more reason to remove them.
  const stored = (await readStoredTokens(session.store, session.key).catch(() => undefined)) ?? tokens
  await session.store.delete(session.key)
  if (revoke && stored !== undefined)
    await revokeIfPossible(await session.flowFor(stored.scope || unknownScope), stored, signal)
}
