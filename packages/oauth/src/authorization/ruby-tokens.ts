import { type AnyClientSecrets, createSecret } from "@client-secrets/core"
import type { Tokens } from "../flow/flow.ts"
import { readSeconds } from "../flow/read-seconds.ts"

/** In seconds since 1970: JavaScript has no later date. */
const lastDate = 8.64e12

/** The tokens in a client file: the Ruby client writes a user's tokens into the client's own object, with times in seconds. */
export function tokensInFile({ extra }: AnyClientSecrets, scope: string): Tokens | undefined {
  const accessToken = readText("access_token")
  const refreshToken = readText("refresh_token")
  const idToken = readText("id_token")
  if (accessToken === undefined && refreshToken === undefined) return undefined
  return {
    accessToken: createSecret(accessToken ?? ""),
    tokenType: "bearer",
    scope,
    ...(accessToken === undefined ? { expiresAt: 0 } : readExpiry()),
    ...(refreshToken !== undefined && { refreshToken: createSecret(refreshToken) }),
    ...(idToken !== undefined && { idToken: createSecret(idToken) }),
  }

  function readText(name: string): string | undefined {
    const value = extra?.get(name)
    return typeof value === "string" && value !== "" ? value : undefined
  }

  function readExpiry(): Pick<Tokens, "expiresAt"> {
    const expiry = readSeconds(extra.get("expires_at"), lastDate)
    const issued = readSeconds(extra.get("issued_at"), lastDate)
    const lifetime = readSeconds(extra.get("expires_in"))
    // As in the Ruby client, something that is not a time is in the past, so that the token is refreshed.
    if (expiry === undefined || issued === undefined || lifetime === undefined) return { expiresAt: 0 }
    const end = issued > 0 && lifetime > 0 ? issued + lifetime : 0
    const seconds = expiry > 0 ? expiry : end
    return seconds > 0 ? { expiresAt: Math.min(seconds, lastDate) * 1000 } : {}
  }
}
