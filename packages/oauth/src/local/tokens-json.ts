import { createSecret } from "@client-secrets/core"
import type { IdTokenClaims, Tokens } from "../flow.ts"

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
  const { accessToken, tokenType, scope, expiresAt, refreshToken, idToken, claims } = tokens
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

/** Undefined where it is not what `toPlainTokens` gives. */
export function fromPlainTokens(value: unknown): Tokens | undefined {
  const plain = Object(value) as Partial<Record<keyof PlainTokens, unknown>>
  const own = <Name extends keyof PlainTokens>(name: Name) => (Object.hasOwn(plain, name) ? plain[name] : undefined)
  const [accessToken, tokenType, scope] = [own("access_token"), own("token_type"), own("scope")]
  const [expiresAt, refreshToken, idToken, claims] = [
    own("expires_at"),
    own("refresh_token"),
    own("id_token"),
    own("claims"),
  ]
  if (typeof accessToken !== "string" || typeof tokenType !== "string" || typeof scope !== "string") return undefined
  return {
    accessToken: createSecret(accessToken),
    tokenType,
    scope,
    ...(typeof expiresAt === "number" && { expiresAt }),
    ...(typeof refreshToken === "string" && { refreshToken: createSecret(refreshToken) }),
    ...(typeof idToken === "string" && { idToken: createSecret(idToken) }),
    ...(typeof claims === "object" && claims !== null && { claims: claims as IdTokenClaims }),
  }
}
