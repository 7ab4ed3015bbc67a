import type { Secret } from "@client-secrets/core"
import type { Tokens } from "./flow.ts"

/** The text of a token, however it was handed in; of several the first that is there. */
export function tokenText(token: Tokens | Secret | string, ...names: ("refreshToken" | "accessToken")[]): string {
  const name = names.find(name => Object.hasOwn(Object(token), name))
  const one = name === undefined ? (token as Secret | string) : (token as Tokens)[name]
  const text = typeof one === "string" ? one : one?.reveal?.()
  if (text) return text
  throw new TypeError(
    "There is no refresh token: accessType 'offline' (Google) or the scope offline_access asks for one.",
  )
}
