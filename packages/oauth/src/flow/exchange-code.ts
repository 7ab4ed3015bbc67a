import { parseUri } from "../client/uri.ts"
import { untrusted } from "../http/untrusted.ts"
import type { AuthorizationRequest, CallOptions, Tokens } from "./flow.ts"
import { readCallback } from "./read-callback.ts"
import { requestTokens } from "./request-tokens.ts"
import type { FlowState } from "./state.ts"

export async function exchangeCode(
  state: FlowState,
  callbackUrl: string | URL,
  request: AuthorizationRequest,
  call: CallOptions,
): Promise<Tokens> {
  const client = await state.load(call)
  const { code, iss } = readCallback(client, callbackUrl, request)
  const { redirectUri, codeVerifier, nonce, scope } = request
  // As it was asked for (readCallback has checked the URL): a session that lost the property would switch the check off.
  const hd = request.hd ?? parseUri(request.url)!.searchParams.get("hd")
  const tokens = await requestTokens(state, client, {
    type: "authorization_code",
    parameters: { code, redirect_uri: redirectUri, code_verifier: codeVerifier },
    sensitive: [code, codeVerifier, request.state, nonce ?? ""],
    scope,
    call,
    check(metadata) {
      if (iss === undefined && metadata.authorization_response_iss_parameter_supported === true)
        throw untrusted("The callback names no issuer.")
    },
  })
  if (nonce === undefined) return tokens
  const { claims } = tokens
  if (claims?.nonce !== nonce) throw untrusted("There is no ID token with this request's nonce.")
  // Google's `hd`: a domain, or `*` for any organisation.
  if (hd && (hd === "*" ? claims.hd === undefined : claims.hd !== hd))
    throw untrusted("The user is not of hd's organisation.")
  return tokens
}
