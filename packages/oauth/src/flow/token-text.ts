import type { Secret } from "@client-secrets/core"

/** The text of a token, however it was handed in. */
export function tokenText(token: unknown): string {
  const text = typeof token === "string" ? token : (token as Secret | undefined)?.reveal?.()
  if (text) return text
  throw new TypeError(
    "There is no refresh token: accessType 'offline' (Google) or the scope offline_access asks for one.",
  )
}
