import type { Secret } from "@client-secrets/core"
import { messages } from "../messages.ts"
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
  if (text === undefined) throw new TypeError(messages.noRefreshToken)
  return text
}

/** @throws {TypeError} if it is neither tokens nor a token */
export function accessTokenOf(argument: TokenArgument, operation: string): string {
  const text = textOf(isBare(argument) ? argument : tokensOf(argument).accessToken)
  if (text === undefined) throw new TypeError(messages.notTokens(operation))
  return text
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
