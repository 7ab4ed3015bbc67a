import { type Outgoing, requireSuccess, send } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { findEndpoint } from "./find-endpoint.ts"
import type { CallOptions, UserinfoClaims } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { accessTokenOf, type TokenArgument, tokensOf } from "./token-arguments.ts"

/** OpenID Connect Core section 5.3. */
export async function fetchUserinfo(
  state: FlowState,
  argument: TokenArgument,
  { signal }: CallOptions,
): Promise<UserinfoClaims> {
  const token = accessTokenOf(argument, "userinfo")
  const client = await state.load(signal)
  const { url, issuer } = await findEndpoint(state, client, "userinfo", signal)
  const outgoing: Outgoing = {
    client: client.secrets,
    endpoint: "userinfo",
    settings: client.settings,
    issuer,
    sensitive: [token],
    signal,
  }
  const headers = { accept: "application/json", authorization: `Bearer ${token}` }
  const answer = await send(outgoing, url, { method: "GET", headers })
  const claims = requireSuccess(outgoing, answer)
  if (typeof claims["sub"] !== "string") throw untrusted(messages.notUserinfo(answer.place))
  // Section 5.3.2: otherwise the answer must not be used.
  const known = tokensOf(argument).claims?.sub
  if (known !== undefined && known !== claims["sub"]) throw untrusted(messages.otherUsersInfo)
  return { ...claims } as UserinfoClaims
}
