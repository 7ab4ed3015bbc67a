import { createSecret } from "@client-secrets/core"
import type { IdTokenClaims, Tokens } from "../../flow/flow.ts"
import { ownProperties } from "../../flow/options.ts"

/** Tokens in the clear, for a place that only the user can read. */
interface PlainTokens {
  readonly access_token: string
  readonly token_type: string
  readonly scope: string
  readonly expires_at?: number
  readonly refresh_token?: string
  readonly id_token?: string
  readonly claims?: IdTokenClaims
}

export function toPlainTokens(tokens: Tokens): PlainTokens {
  const { accessToken, tokenType, scope, expiresAt, refreshToken, idToken, claims } = ownProperties(tokens)
  return {
    access_token: accessToken.reveal(),
    token_type: tokenType,
    scope,
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(refreshToken && { refresh_token: refreshToken.reveal() }),
    ...(idToken && { id_token: idToken.reveal() }),
    ...(claims && { claims }),
  }
}

/** The tokens of what `toPlainTokens` returned; undefined for anything else. */
export function fromPlainTokens(value: unknown): Tokens | undefined {
  const own = ownProperties(Object(value) as Record<string, unknown>)
  const { access_token, token_type, scope, expires_at, refresh_token, id_token, claims } = own
  if (typeof access_token !== "string" || typeof token_type !== "string" || typeof scope !== "string") return undefined
  return {
    accessToken: createSecret(access_token),
    tokenType: token_type,
    scope,
    ...(typeof expires_at === "number" && { expiresAt: expires_at }),
    ...(typeof refresh_token === "string" && { refreshToken: createSecret(refresh_token) }),
    ...(typeof id_token === "string" && { idToken: createSecret(id_token) }),
    ...(typeof claims === "object" && claims !== null && { claims: claims as IdTokenClaims }),
  }
}
