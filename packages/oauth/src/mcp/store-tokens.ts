import { createSecret } from "@client-secrets/core"
import { readSeconds } from "../flow/read-seconds.ts"
import { untrusted } from "../http/untrusted.ts"
import type { Session } from "../local/session.ts"
import { readStoredTokens } from "../local/stores/token-store.ts"
import { messages } from "../messages.ts"
import type { McpTokens } from "./oauth-client-provider-types.ts"

/** A token that is already stored is not stored again: the SDK passes back what it got, which lacks the refresh token. */
export async function storeTokens({ store, key }: Session, given: McpTokens, requestedScope: string): Promise<void> {
  const { access_token, expires_in, scope, refresh_token } = given
  const before = await readStoredTokens(store, key)
  if (before?.accessToken.reveal() === access_token) return
  const lifetime = readSeconds(expires_in)
  if (lifetime === undefined)
    throw untrusted(messages.noToken("The token endpoint", "expires_in is not a number of seconds"))
  const refreshToken = refresh_token === undefined ? before?.refreshToken : createSecret(refresh_token)
  await store.set(key, {
    accessToken: createSecret(access_token),
    tokenType: "bearer",
    scope: scope ?? requestedScope,
    requestedScope,
    ...(lifetime > 0 && { expiresAt: Date.now() + lifetime * 1000 }),
    ...(refreshToken !== undefined && { refreshToken }),
  })
}
