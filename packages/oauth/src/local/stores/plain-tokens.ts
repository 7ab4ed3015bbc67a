import { createSecret } from "@client-secrets/core"
import type { IdTokenClaims } from "../../flow/flow.ts"
import { ownProperties } from "../../flow/options.ts"
import type { StoredTokens } from "./token-store.ts"

/** Tokens in the clear, for a place that only the user can read. */
interface PlainTokens {
  readonly access_token: string
  readonly token_type: string
  readonly scope: string
  readonly expires_at?: number
  readonly refresh_token?: string
  readonly refresh_token_expires_at?: number
  readonly id_token?: string
  readonly claims?: IdTokenClaims
  readonly requested_scope?: string
}

export function toPlainTokens(tokens: StoredTokens): PlainTokens {
  const own = ownProperties(tokens)
  const { accessToken, tokenType, scope, expiresAt, refreshToken, refreshTokenExpiresAt } = own
  const { idToken, claims, requestedScope } = own
  return {
    access_token: accessToken.reveal(),
    token_type: tokenType,
    scope,
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(refreshToken && { refresh_token: refreshToken.reveal() }),
    ...(refreshTokenExpiresAt !== undefined && { refresh_token_expires_at: refreshTokenExpiresAt }),
    ...(idToken && { id_token: idToken.reveal() }),
    ...(claims && { claims }),
    ...(requestedScope !== undefined && { requested_scope: requestedScope }),
  }
}

/** The tokens of what `toPlainTokens` returned; undefined for anything else. */
export function fromPlainTokens(value: unknown): StoredTokens | undefined {
  const own = ownProperties(Object(value) as Record<string, unknown>)
  const { access_token, token_type, scope, expires_at, refresh_token, refresh_token_expires_at } = own
  const { id_token, claims, requested_scope } = own
  if (typeof access_token !== "string" || typeof token_type !== "string" || typeof scope !== "string") return undefined
  return {
    accessToken: createSecret(access_token),
    tokenType: token_type,
    scope,
    ...(typeof expires_at === "number" && { expiresAt: expires_at }),
    ...(typeof refresh_token === "string" && { refreshToken: createSecret(refresh_token) }),
    ...(typeof refresh_token_expires_at === "number" && { refreshTokenExpiresAt: refresh_token_expires_at }),
    ...(typeof id_token === "string" && { idToken: createSecret(id_token) }),
    ...(typeof claims === "object" && claims !== null && { claims: claims as IdTokenClaims }),
    ...(typeof requested_scope === "string" && { requestedScope: requested_scope }),
  }
}
