import type { AbortSignalLike } from "@client-secrets/core"
import type { Tokens } from "../../flow/flow.ts"
import { ownProperties } from "../../flow/options.ts"

/** Identifies a sign-in. Tokens of another client, server or account are never returned for it. */
export interface TokenKey {
  readonly clientId: string
  readonly issuer: string
  readonly tokenUri: string
  /** Which of several accounts of this program's user; empty for the only one. */
  readonly account: string
  /** The server that the tokens are for, if they are for one only: the URL of an MCP server. */
  readonly resource?: string
}

/** Tokens as a store keeps them. */
export interface StoredTokens extends Tokens {
  /**
   * The requested scopes when the user signed in, separated by spaces.
   *
   * Providers other than Google often report scopes by other names, so this says whether another sign-in would help.
   */
  readonly requestedScope?: string
}

/** Where `signIn` keeps sign-ins between two runs. Only the first three methods are needed. */
export interface TokenStore {
  /** Undefined if there are none. A store that could not be read throws. */
  get(key: TokenKey): Promise<StoredTokens | undefined>
  set(key: TokenKey, tokens: StoredTokens): Promise<void>
  delete(key: TokenKey): Promise<void>
  /** Every key that has tokens, for `listAccounts`. */
  list?(): Promise<readonly TokenKey[]>
  /**
   * Waits until no other process has the lock of this key, and keeps it until the returned function is called.
   *
   * A provider that rotates refresh tokens ends the whole sign-in if two processes use the same one. Rejects with the reason of
   * the signal if that is aborted first.
   */
  lock?(key: TokenKey, options: { readonly signal?: AbortSignalLike | undefined }): Promise<() => Promise<void>>
  /** Throws what `set` would throw now: called before a refresh token that works only once is sent. */
  probe?(key: TokenKey): Promise<void>
}

/**
 * A method that a store may leave out.
 *
 * A store may be an instance of a class, so its own properties are not all of it; what every object has is not its own.
 */
export function optionalMethod<Name extends "list" | "lock" | "probe">(
  store: TokenStore,
  name: Name,
): TokenStore[Name] {
  const method = store[name]
  if (typeof method !== "function" || method === (Object.prototype as Record<string, unknown>)[name]) return undefined
  return method.bind(store) as TokenStore[Name]
}

/** The stored tokens, without what a polluted `Object.prototype` would add to them. */
export async function readStoredTokens(store: TokenStore, key: TokenKey): Promise<StoredTokens | undefined> {
  const tokens = await store.get(key)
  return tokens && ownProperties(tokens)
}

/** The key as one string, which is the same for the same key. */
export function serializeKey(key: TokenKey): string {
  const { clientId, issuer, tokenUri, account, resource } = ownProperties(key)
  return JSON.stringify([clientId, issuer, tokenUri, account, ...(resource === undefined ? [] : [resource])])
}

/** A key that was read from JSON; undefined if it is not one. */
export function parseKey(value: unknown): TokenKey | undefined {
  const own = Object.assign(Object.create(null), value) as Record<string, unknown>
  const { clientId, issuer, tokenUri, account, resource } = own
  if (typeof clientId !== "string" || typeof issuer !== "string") return undefined
  if (typeof tokenUri !== "string" || typeof account !== "string") return undefined
  return { clientId, issuer, tokenUri, account, ...(typeof resource === "string" && { resource }) }
}
