import type { Secret } from "@client-secrets/core"
import { postForm } from "../http/post-form.ts"
import { type Outgoing, requireSuccess } from "../http/send.ts"
import type { CallOptions, Tokens } from "./flow.ts"
import { ownProperties } from "./options.ts"
import type { OpenIdFlowState } from "./state.ts"
import { tokenText } from "./token-text.ts"

export async function revokeToken(
  state: OpenIdFlowState,
  token: Tokens | Secret | string,
  call: CallOptions,
): Promise<void> {
  const { refreshToken, accessToken = token } = ownProperties(token as Partial<Tokens>)
  const text = tokenText(refreshToken ?? accessToken)
  const client = await state.load(call)
  const { revokeUri } = client.secrets
  // The file's own revoke_uri needs no issuer.
  const metadata = revokeUri ? undefined : await state.openId.findMetadata(client, call, "revoke")
  const url = revokeUri ?? metadata?.revocation_endpoint ?? ""
  const outgoing: Outgoing = { client, endpoint: "revocation", sensitive: [text], call }
  const answer = await postForm(outgoing, url, { token: text }, metadata)
  // RFC 7009 section 2.2: 200 says it all, whatever the body holds. A token that is not valid any more is what was wanted.
  if (answer.status === 200 || ownProperties(answer.body)["error"] === "invalid_token") return
  requireSuccess(outgoing, answer)
}
