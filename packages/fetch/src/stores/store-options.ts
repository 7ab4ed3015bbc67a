import { describeType, sourceFailure } from "@client-secrets/source-kit"
import type { FetchFunction } from "../request/fetch-function.ts"
import { type HeadersContext, type PerRead, valueForRead } from "../request/per-read.ts"

/** A token, or a function that returns one, called once per read. */
export type Token = PerRead<string>

/** The options of every store's source. */
export interface StoreOptions {
  /** The field of the secret, a JSON object, whose value is the client file. @default none: the whole secret is */
  readonly field?: string | undefined
  /** Sends every request instead of the global `fetch`. It is not checked for proxies. @default the global `fetch` */
  readonly fetch?: FetchFunction | undefined
  /** Milliseconds for the whole read, a request for a token included; `Infinity` for no limit. @default 5_000 */
  readonly timeout?: number | undefined
}

/** @throws {TypeError} for a token that is neither a string nor a function */
export function checkToken(token: unknown): void {
  if (token === undefined || typeof token === "string" || typeof token === "function") return
  const advice = token instanceof Promise ? " It is a Promise: pass a function that returns it." : ""
  throw new TypeError(`The option token must be a string, or a function that returns one.${advice}`)
}

/**
 * The token for this read.
 *
 * @throws `unsupported` where it is not a string, or empty
 */
export async function tokenForRead(token: Token, context: HeadersContext): Promise<string> {
  const value: unknown = await valueForRead("token", token, context)
  if (typeof value === "string" && value.trim() !== "") return value.trim()
  const received = typeof value === "string" ? "an empty string" : describeType(value)
  throw sourceFailure(
    "unsupported",
    `The request was not sent: the token is ${received}. Check where the program takes it from.`,
  )
}

/** The `Authorization` header of RFC 6750 section 2.1. */
export async function bearerHeaders(token: Token, context: HeadersContext): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await tokenForRead(token, context)}` }
}
