import { ClientSecretsError, type Secret } from "@client-secrets/core"
import type { Flow, Tokens } from "../flow/flow.ts"
import { ownProperties } from "../flow/options.ts"
import { messages } from "../messages.ts"
import type { AuthorizationOptions, SignOutOptions } from "./authorization.ts"

/** Keeps a user's tokens, and refreshes them. */
export interface TokenKeeper {
  readonly tokens: Tokens | undefined
  /** Tokens whose access token is valid. */
  current(): Promise<Tokens>
  /** Tokens with another access token than the one that a server has refused. */
  replace(refused: Secret): Promise<Tokens>
  forget(options: SignOutOptions): Promise<void>
}

/** A token keeper that also accepts tokens from a new sign-in. */
export interface MemoryKeeper extends TokenKeeper {
  accept(tokens: Tokens): Promise<void>
}

/** An access token that expires within this time is refreshed before it is used. In milliseconds. */
const margin = 60_000

/** Whether an access token can still be used. */
export function isFresh(tokens: Tokens): boolean {
  const { expiresAt } = ownProperties(tokens)
  return expiresAt === undefined || expiresAt > Date.now() + margin
}

/** Whether tokens can be refreshed. */
export function isRefreshable(tokens: Tokens): boolean {
  return ownProperties(tokens).refreshToken !== undefined
}

interface Refresh {
  /** The tokens that are refreshed: a user who signs in meanwhile gets their own. */
  readonly of: Tokens
  readonly result: Promise<Tokens>
}

/** Keeps tokens in memory; `onTokens` stores them. */
export function keepTokens(
  flow: Pick<Flow, "refresh" | "revoke">,
  given: Tokens | undefined,
  options: AuthorizationOptions,
): MemoryKeeper {
  const { onTokens, refresh = tokens => flow.refresh(tokens) } = options
  let kept = given
  let message = given === undefined ? messages.noTokensYet : messages.signedOut
  let running: Refresh | undefined

  const requireTokens = (): Tokens => {
    if (kept === undefined) throw new ClientSecretsError("sign_in_required", message)
    return kept
  }

  const start = (of: Tokens): Refresh => {
    const started: Refresh = { of, result: run(of) }
    const end = () => {
      if (running === started) running = undefined
    }
    started.result.then(end, end)
    running = started
    return started
  }

  const run = async (old: Tokens): Promise<Tokens> => {
    const tokens = await refresh(old)
    if (kept !== old) return tokens
    kept = tokens
    await onTokens?.(tokens)
    return tokens
  }

  /** Servers that rotate refresh tokens accept each once: callers at the same time share one refresh. */
  const renew = (old: Tokens): Promise<Tokens> => (running?.of === old ? running : start(old)).result

  return {
    get tokens() {
      return kept
    },

    async accept(tokens) {
      kept = tokens
      message = messages.signedOut
      await onTokens?.(tokens)
    },

    async current() {
      const tokens = requireTokens()
      if (isFresh(tokens)) return tokens
      if (!isRefreshable(tokens)) throw new ClientSecretsError("sign_in_required", messages.refreshImpossible)
      return renew(tokens)
    },

    async replace(refused) {
      const tokens = requireTokens()
      // Another call has replaced it already.
      if (!tokens.accessToken.equals(refused) || !isRefreshable(tokens)) return tokens
      return renew(tokens)
    },

    async forget(signOut) {
      const { revoke = true, signal } = ownProperties(signOut)
      // A server that rotates refresh tokens has already dropped the old one: the result of the refresh has to be revoked.
      if (running !== undefined && running.of === kept) await running.result.catch(() => {})
      const old = kept
      if (old === undefined) return
      // Whatever the provider answers, this program is signed out.
      kept = undefined
      message = messages.signedOut
      await onTokens?.(undefined)
      if (revoke) await revokeIfPossible(flow, old, signal)
    },
  }
}

/** Many providers have no revocation endpoint: to forget the tokens is all that can be done. */
export async function revokeIfPossible(
  flow: Pick<Flow, "revoke">,
  tokens: Tokens,
  signal: SignOutOptions["signal"],
): Promise<void> {
  try {
    await flow.revoke(tokens, { signal })
  } catch (error) {
    if (!ClientSecretsError.is(error) || error.code !== "unsupported") throw error
  }
}
