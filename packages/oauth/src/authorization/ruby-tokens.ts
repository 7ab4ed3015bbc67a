import { type AnyClientSecrets, createSecret } from "@client-secrets/core"
import type { Tokens } from "../flow/flow.ts"

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
    const issued = Number(extra.get("issued_at")) + Number(extra.get("expires_in"))
    const seconds = Number(extra.get("expires_at") ?? issued)
    return seconds > 0 ? { expiresAt: seconds * 1000 } : {}
  }
}
