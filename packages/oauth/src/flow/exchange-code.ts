import { googleIssuer } from "@client-secrets/recognize"
import type { Client } from "../client/prepare-client.ts"
import { popupRedirectUri } from "../client/redirect-uri.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { usageError } from "../usage-error.ts"
import { readCallback } from "./callback.ts"
import type { AuthorizationRequest, CallOptions, Tokens } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { requestTokens } from "./request-tokens.ts"

export async function exchangeCode(
  state: FlowState,
  callbackUrl: string | URL,
  request: AuthorizationRequest,
  { signal }: CallOptions,
): Promise<Tokens> {
  const client = await state.load(signal)
  const { code, issuer } = readCallback(client, callbackUrl, request)
  if (issuer === undefined) await requireNoIssuerParameter(state, client, signal)
  const { redirectUri, codeVerifier, nonce, scope } = request
  // The requested value (readCallback has checked the URL): a session that lost the property would disable the check.
  const hd = request.hd ?? new URL(request.url).searchParams.get("hd") ?? undefined
  return requestTokens(state, client, {
    type: "authorization_code",
    parameters: { code, redirect_uri: redirectUri, code_verifier: codeVerifier },
    sensitive: [code, codeVerifier, request.state, nonce ?? ""],
    scope,
    signal,
    idToken: { isRequired: nonce !== undefined, nonce, hd },
  })
}

/** A provider that always names itself in its callbacks (RFC 9207) did not send one without. */
async function requireNoIssuerParameter(
  state: FlowState,
  client: Client,
  signal: CallOptions["signal"],
): Promise<void> {
  if (!client.settings.openId) return
  const metadata = await state.issuers.findMetadata(client, signal, "The scope openid")
  if (metadata.authorization_response_iss_parameter_supported === true) throw untrusted(messages.noCallbackIssuer)
}

/** Google's popup returns a code to the page that requested it: there is no redirect URI, no state and no verifier. */
export async function exchangePopupCode(state: FlowState, code: string, { signal }: CallOptions): Promise<Tokens> {
  if (typeof code !== "string" || code === "") throw usageError(messages.notAPopupCode)
  const client = await state.load(signal)
  if (client.issuer !== googleIssuer) throw usageError(messages.popupIsGoogles)
  const { openId, scope } = client.settings
  return requestTokens(state, client, {
    type: "authorization_code",
    parameters: { code, redirect_uri: popupRedirectUri },
    sensitive: [code],
    scope,
    signal,
    idToken: { isRequired: openId },
  })
}
