import { createSecret, type Secret } from "@client-secrets/core"
import { untrusted } from "../http/untrusted.ts"
import type { RefreshOptions, Tokens } from "./flow.ts"
import { joinScope, ownProperties } from "./options.ts"
import { requestTokens } from "./request-tokens.ts"
import type { FlowState } from "./state.ts"
import { tokenText } from "./token-text.ts"

export async function refreshTokens(
  state: FlowState,
  token: Tokens | Secret | string,
  call: RefreshOptions,
): Promise<Tokens> {
  const client = await state.load(call)
  const { refreshToken = token, scope: granted, claims: known } = ownProperties(token as Partial<Tokens>)
  const text = tokenText(refreshToken)
  const scope = call.scope && joinScope(call.scope)
  const tokens = await requestTokens(state, client, {
    type: "refresh_token",
    parameters: { refresh_token: text, ...(scope && { scope }) },
    sensitive: [text],
    scope: scope || granted || client.settings.scope,
    call,
  })
  // OpenID Connect Core section 12.2.
  if (known && tokens.claims && known.sub !== tokens.claims.sub) throw untrusted("The new ID token is another user's.")
  return { refreshToken: createSecret(text), ...(known && { claims: known }), ...tokens }
}
