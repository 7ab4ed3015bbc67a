import type { Secret } from "@client-secrets/core"
import { messages } from "../messages.ts"
import { usageError } from "../usage-error.ts"
import type { Tokens } from "./flow.ts"
import { ownProperties } from "./options.ts"

/** The values that a caller may pass for a token. */
export type TokenArgument = Tokens | Secret | string

/** The whole tokens, if the caller passed them; otherwise no property. */
export function tokensOf(argument: TokenArgument): Partial<Tokens> {
  return typeof argument === "string" || isSecret(argument)
    ? ownProperties({})
    : ownProperties<Partial<Tokens>>(argument)
}

/** @throws {TypeError} if none exists, with how to ask for one */
export function refreshTokenOf(argument: TokenArgument): string {
  const text = textOf(isBare(argument) ? argument : tokensOf(argument).refreshToken)
  if (text === undefined) throw usageError(messages.noRefreshToken)
  return text
}

/** @throws {TypeError} if it is neither tokens nor a token */
export function accessTokenOf(argument: TokenArgument, operation: string): string {
  const text = textOf(isBare(argument) ? argument : tokensOf(argument).accessToken)
  if (text === undefined) throw usageError(messages.notTokens(operation))
  return text
}

/** Whether a value is the whole tokens: a plain object of JSON is not, and a copy has lost its `Secret`. */
export function areTokens(value: unknown): value is Tokens {
  if (typeof value !== "object" || value === null) return false
  return isSecret(ownProperties<Partial<Tokens>>(value).accessToken)
}

function isBare(argument: TokenArgument): argument is Secret | string {
  return typeof argument === "string" || isSecret(argument)
}

function isSecret(value: unknown): value is Secret {
  return typeof (value as Secret | undefined)?.reveal === "function"
}

function textOf(token: unknown): string | undefined {
  const text = isSecret(token) ? token.reveal() : token
  return typeof text === "string" && text !== "" ? text : undefined
}
