import { createSecret } from "@client-secrets/core"
import type { RefreshOptions, Tokens } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { joinScope } from "./options.ts"
import { requestTokens } from "./request-tokens.ts"
import { refreshTokenOf, type TokenArgument, tokensOf } from "./token-arguments.ts"

export async function refreshTokens(
  state: FlowState,
  argument: TokenArgument,
  { scope: wanted = "", signal }: RefreshOptions,
): Promise<Tokens> {
  const text = refreshTokenOf(argument)
  const client = await state.load(signal)
  const { scope: granted, claims, refreshTokenExpiresAt } = tokensOf(argument)
  const scope = joinScope(wanted)
  const tokens = await requestTokens(state, client, {
    type: "refresh_token",
    parameters: { refresh_token: text, ...(scope !== "" && { scope }) },
    sensitive: [text],
    scope: scope || granted || client.settings.scope,
    signal,
    idToken: { isRequired: false, sub: claims?.sub },
  })
  return {
    refreshToken: createSecret(text),
    ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    ...(claims !== undefined && { claims }),
    ...tokens,
  }
}
