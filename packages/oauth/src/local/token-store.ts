import type { Tokens } from "../flow.ts"

/** What tokens belong to. Tokens of another client, server, scope or account are never given for these. */
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
  /** Undefined: there are none. What could not be looked up is thrown. */
  get(key: TokenKey): Promise<Tokens | undefined>
  set(key: TokenKey, tokens: Tokens): Promise<void>
  delete(key: TokenKey): Promise<void>
}

/** The key as one text, which is the same for the same key. */
export function serializeKey({ clientId, issuer, tokenUri, scope, account }: TokenKey): string {
  return JSON.stringify([clientId, issuer, tokenUri, scope, account])
}
