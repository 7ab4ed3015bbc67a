import { type Client, issuerOf } from "../client/prepare-client.ts"
import { isSameUri, parseUri } from "../client/uri.ts"
import { createRejection } from "../http/provider-error.ts"
import { untrusted } from "../http/untrusted.ts"
import type { AuthorizationRequest } from "./flow.ts"
import { ownProperties } from "./options.ts"

/**
 * The code of a callback that belongs to its request, and the issuer that it names.
 *
 * The state comes first, so that a forged callback changes nothing; then the issuer (RFC 9207), so that no code goes to
 * a server that did not give it; then whether it is an error. Nothing is sent before.
 */
export function readCallback(
  client: Client,
  callbackUrl: string | URL,
  request: AuthorizationRequest,
): { code: string; iss: string | undefined } {
  checkRequest(client, request)
  // A server often knows its own requests by their path alone.
  const url = parseUri(String(callbackUrl), request.redirectUri)
  if (url === undefined) throw new TypeError("callbackUrl is no URL.")
  const parameters: Record<string, string> = ownProperties({})
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(parameters, name)) throw untrusted("The callback names a parameter twice.")
    parameters[name] = value
  }
  const { state, iss, code, error } = parameters
  if (state !== request.state) throw untrusted("The callback's state is not this request's.")
  const issuer = issuerOf(client)
  if (issuer !== undefined && iss !== undefined && !isSameUri(iss, issuer))
    throw untrusted("The callback names another issuer.")
  if (error !== undefined) {
    const sensitive = [state, request.codeVerifier, request.nonce ?? "", code ?? ""]
    const place = `The authorization endpoint at ${parseUri(client.secrets.authUri)!.origin}`
    throw createRejection({ client, endpoint: "authorization", sensitive }, place, parameters)
  }
  if (!code) throw untrusted("The callback holds no code.")
  return { code, iss }
}

/**
 * What was kept in a session comes back from outside: a request without a check in it would switch that check off, and
 * one of another flow would take a code to another server.
 */
function checkRequest({ secrets, settings }: Client, request: AuthorizationRequest): void {
  const { url, state, codeVerifier, nonce } = request
  const texts = [state, codeVerifier, settings.openId ? nonce : state]
  const asked = parseUri(url)
  const server = parseUri(secrets.authUri)!
  if (
    !texts.every(text => typeof text === "string" && text.length > 42) ||
    asked?.host !== server.host ||
    asked.pathname !== server.pathname ||
    asked.searchParams.get("client_id") !== secrets.clientId
  )
    throw new TypeError("request is not what authorizationRequest() gave.")
}
