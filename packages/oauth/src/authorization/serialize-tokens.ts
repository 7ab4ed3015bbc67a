import { createSecret } from "@client-secrets/core"
import type { IdTokenClaims, Tokens } from "../flow/flow.ts"
import { ownProperties } from "../flow/options.ts"
import { areTokens } from "../flow/token-arguments.ts"
import { messages } from "../messages.ts"

/** Tokens as JSON has them. */
export interface PlainTokens {
  readonly access_token: string
  readonly token_type: string
  readonly scope: string
  readonly expires_at?: number
  readonly refresh_token?: string
  readonly refresh_token_expires_at?: number
  readonly id_token?: string
  readonly claims?: IdTokenClaims
}

/**
 * The tokens as a string of JSON, in the clear: for an encrypted session or a store that only the program can read.
 *
 * `JSON.stringify(tokens)` writes `[redacted]` instead. `parseTokens` reads the string.
 *
 * @throws {TypeError} for anything but tokens
 */
export function serializeTokens(tokens: Tokens): string {
  if (!areTokens(tokens)) {
    // An error reporter records arguments too.
    tokens = undefined as never
    throw new TypeError(messages.notWholeTokens("The argument of serializeTokens()"))
  }
  return JSON.stringify(toPlainTokens(tokens))
}

/**
 * The tokens of a string that `serializeTokens` returned.
 *
 * @throws {TypeError} for any other string. The message contains no part of it.
 */
export function parseTokens(text: string): Tokens {
  const tokens = fromPlainTokens(parseJson(text))
  // An error reporter records arguments too.
  text = ""
  if (tokens === undefined) throw new TypeError(messages.notStoredTokens)
  return tokens
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's own message would quote the text.
    return undefined
  }
}

export function toPlainTokens(tokens: Tokens): PlainTokens {
  const own = ownProperties(tokens)
  const { accessToken, tokenType, scope, expiresAt, refreshToken, refreshTokenExpiresAt, idToken, claims } = own
  return {
    access_token: accessToken.reveal(),
    token_type: tokenType,
    scope,
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(refreshToken !== undefined && { refresh_token: refreshToken.reveal() }),
    ...(refreshTokenExpiresAt !== undefined && { refresh_token_expires_at: refreshTokenExpiresAt }),
    ...(idToken !== undefined && { id_token: idToken.reveal() }),
    ...(claims !== undefined && { claims }),
  }
}

/** The tokens in the result of `toPlainTokens`; `undefined` for anything else. */
export function fromPlainTokens(value: unknown): Tokens | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const own = ownProperties(value as Record<string, unknown>)
  const { access_token, token_type, scope, expires_at, refresh_token, refresh_token_expires_at, id_token, claims } = own
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
  }
}
