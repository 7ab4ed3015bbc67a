import { createSecret } from "@client-secrets/core"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import type { Tokens } from "./flow.ts"
import { readSeconds } from "./read-seconds.ts"

/**
 * Reads a token answer (RFC 6749 section 5.1). Servers that leave out `token_type`, write numbers as strings or scopes as a
 * list are accepted.
 *
 * @param granted the requested scope, which counts as granted if the answer names none
 */
export function readTokens(body: Readonly<Record<string, unknown>>, granted: string, place: string): Tokens {
  const refuse = (what: string) => untrusted(messages.noToken(place, what))
  const accessToken = body["access_token"]
  if (typeof accessToken !== "string" || accessToken === "") throw refuse("access_token is missing")
  if (String(body["token_type"] ?? "bearer").toLowerCase() !== "bearer") throw refuse("token_type is not bearer")
  const refreshToken = body["refresh_token"] ?? ""
  if (typeof refreshToken !== "string") throw refuse("refresh_token is not a string")
  const scope = readScope(body["scope"]) ?? granted
  const lifetime = readSeconds(body["expires_in"])
  if (lifetime === undefined) throw refuse("expires_in is not a number of seconds")
  // Google's, for apps in testing. Nothing depends on it, so a wrong one is ignored.
  const refreshLifetime = readSeconds(body["refresh_token_expires_in"]) ?? 0
  return {
    accessToken: createSecret(accessToken),
    tokenType: "bearer",
    scope,
    ...(lifetime > 0 && { expiresAt: Date.now() + lifetime * 1000 }),
    // An empty one must not replace the one that works.
    ...(refreshToken !== "" && { refreshToken: createSecret(refreshToken) }),
    ...(refreshLifetime > 0 && { refreshTokenExpiresAt: Date.now() + refreshLifetime * 1000 }),
  }

  function readScope(value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined
    if (typeof value === "string") return value
    if (Array.isArray(value) && value.every(one => typeof one === "string")) return value.join(" ")
    throw refuse("scope is not a string")
  }
}
