import { isSecure } from "../client/prepare-client.ts"
import { parseUri } from "../client/uri.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { findEndpoint } from "./find-endpoint.ts"
import type { EndSessionParameters } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { ownProperties } from "./options.ts"

/** OpenID Connect RP-Initiated Logout 1.0 section 2. */
export async function createEndSessionUrl(state: FlowState, parameters: EndSessionParameters): Promise<string> {
  const { tokens, postLogoutRedirectUri, state: returned, signal } = parameters
  const client = await state.load(signal)
  const { url: endpoint } = await findEndpoint(state, client, "end_session", signal)
  const url = parseUri(endpoint)
  if (url === undefined || !isSecure(url, client.settings))
    throw untrusted(messages.endpointInsecure("end session", url?.origin ?? "(not a URL)"))
  const query = {
    client_id: client.secrets.clientId,
    id_token_hint: tokens && ownProperties(tokens).idToken?.reveal(),
    post_logout_redirect_uri: postLogoutRedirectUri,
    state: returned,
  }
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}
