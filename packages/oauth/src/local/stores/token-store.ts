import type { Tokens } from "../../flow/flow.ts"

/** What tokens belong to. Tokens of another client, server, scope or account are never returned for it. */
export interface TokenKey {
  readonly clientId: string
  readonly issuer: string
  readonly tokenUri: string
  /** What was asked for, sorted. */
  readonly scope: string
  /** Which of several users of this program; empty for the only one. */
  readonly account: string
}

/** Where `authorizeLocally` keeps tokens between two runs. */
export interface TokenStore {
  /** Undefined if there are none. A store that could not look throws. */
  get(key: TokenKey): Promise<Tokens | undefined>
  set(key: TokenKey, tokens: Tokens): Promise<void>
  delete(key: TokenKey): Promise<void>
}

/** The key as one string, which is the same for the same key. */
export function serializeKey({ clientId, issuer, tokenUri, scope, account }: TokenKey): string {
  return JSON.stringify([clientId, issuer, tokenUri, scope, account])
}

/** A key that was read from JSON; undefined if it is not one. */
export function parseKey(value: unknown): TokenKey | undefined {
  const own = Object.assign(Object.create(null), value) as TokenKey
  const { clientId, issuer, tokenUri, scope, account } = own
  const members = [clientId, issuer, tokenUri, scope, account]
  if (!members.every(member => typeof member === "string")) return undefined
  return { clientId, issuer, tokenUri, scope, account }
}
