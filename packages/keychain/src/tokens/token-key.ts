import type { Secret } from "@client-secrets/core"
import { ownOptions } from "@client-secrets/source-kit"

/** The owner of a sign-in: the same shape as in `@client-secrets/oauth/local`, from which nothing is imported. */
export interface TokenKey {
  readonly clientId: string
  readonly issuer: string
  readonly tokenUri: string
  /** Which of several accounts of this program's user; empty for the only one. */
  readonly account: string
  /** The server that the tokens are for, if they are for one only: the URL of an MCP server. */
  readonly resource?: string
}

/** Tokens as a store keeps them: the same shape as in `@client-secrets/oauth/local`. */
export interface StoredTokens {
  readonly accessToken: Secret
  readonly tokenType: string
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt?: number
  readonly scope: string
  readonly refreshToken?: Secret
  /** When the refresh token expires, in milliseconds since 1970. */
  readonly refreshTokenExpiresAt?: number
  readonly idToken?: Secret
  // biome-ignore lint/suspicious/noExplicitAny: the ID token's claims, whose type is oauth's own.
  readonly claims?: any
  readonly requestedScope?: string
}

/** The key as one string, which is the same for the same key. */
export function serializeKey(key: TokenKey): string {
  const { clientId, issuer, tokenUri, account, resource } = ownOptions(key)
  return JSON.stringify([clientId, issuer, tokenUri, account, ...(resource === undefined ? [] : [resource])])
}

/** A key that was read from JSON; `undefined` if it is not one. */
export function parseKey(value: unknown): TokenKey | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const own: Partial<Record<string, unknown>> = Object.assign(Object.create(null), value)
  const { clientId, issuer, tokenUri, account, resource } = own
  if (typeof clientId !== "string" || typeof issuer !== "string") return undefined
  if (typeof tokenUri !== "string" || typeof account !== "string") return undefined
  return { clientId, issuer, tokenUri, account, ...(typeof resource === "string" && { resource }) }
}
