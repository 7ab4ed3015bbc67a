import { postForm } from "../http/form.ts"
import { type Outgoing, requireSuccess } from "../http/send.ts"
import { findEndpoint } from "./find-endpoint.ts"
import type { CallOptions } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { ownProperties } from "./options.ts"
import { accessTokenOf, refreshTokenOf, type TokenArgument, tokensOf } from "./token-arguments.ts"

/** RFC 7009. */
export async function revokeToken(state: FlowState, argument: TokenArgument, { signal }: CallOptions): Promise<void> {
  const { refreshToken, accessToken } = tokensOf(argument)
  const token = refreshToken === undefined ? accessTokenOf(argument, "revoke") : refreshTokenOf(argument)
  const hint = refreshToken !== undefined ? "refresh_token" : accessToken !== undefined ? "access_token" : undefined
  const client = await state.load(signal)
  const { secrets, settings } = client
  const { url, issuer, metadata } = await findEndpoint(state, client, "revocation", signal)
  const outgoing: Outgoing = { client: secrets, endpoint: "revocation", settings, issuer, sensitive: [token], signal }
  const form = { token, ...(hint !== undefined && { token_type_hint: hint }) }
  const answer = await postForm(outgoing, url, form, client, metadata)
  // Section 2.2: 200 is a success, whatever the body contains. A token that is no longer valid is the intended result.
  if (answer.status === 200 || ownProperties(answer.body)["error"] === "invalid_token") return
  requireSuccess(outgoing, answer)
}
