import type { Client } from "../client/prepare-client.ts"
import { isSameUri, parseUri } from "../client/uri.ts"
import { createRejection } from "../http/provider-error.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { usageError } from "../usage-error.ts"
import type { AuthorizationRequest } from "./flow.ts"
import { ownProperties } from "./options.ts"

/** The parameters of a callback. */
export interface Callback {
  readonly code: string
  /** The issuer that it names (RFC 9207). */
  readonly issuer: string | undefined
}

/**
 * Reads a callback that belongs to its request.
 *
 * The state is compared first, so that a forged callback changes nothing; then the issuer, so that no code goes to a
 * server that did not issue it; then an error is reported. Nothing is sent before.
 */
export function readCallback(client: Client, callbackUrl: string | URL, request: AuthorizationRequest): Callback {
  checkRequest(client, request)
  // A server often knows its own requests only by their path.
  const url = parseUri(String(callbackUrl), request.redirectUri)
  if (url === undefined) throw usageError(messages.badCallback)
  const { state, iss: issuer, code, error, error_description } = readParameters(url)
  if (state !== request.state) throw untrusted(messages.otherState)
  if (client.issuer !== undefined && issuer !== undefined && !isSameUri(issuer, client.issuer))
    throw untrusted(messages.otherCallbackIssuer)
  if (error !== undefined) {
    const sensitive = [state, request.codeVerifier, request.nonce ?? "", code ?? ""]
    const place = `The authorization endpoint at ${new URL(client.secrets.authUri).origin}`
    throw createRejection({ client: client.secrets, endpoint: "authorization", sensitive }, place, {
      error,
      error_description,
    })
  }
  if (!code) throw untrusted(messages.noCode)
  return { code, issuer }
}

function readParameters({ searchParams }: URL): Readonly<Record<string, string>> {
  const parameters = ownProperties<Record<string, string>>({})
  for (const [name, value] of searchParams) {
    if (Object.hasOwn(parameters, name)) throw untrusted(messages.duplicateParameter)
    parameters[name] = value
  }
  return parameters
}

/** The length of what `authorizationRequest()` generates. */
const leastLength = 43

/**
 * A request that was kept in a session comes back from outside: one without a check would disable that check, and
 * one of another flow would send a code to another server.
 */
function checkRequest({ secrets, settings }: Client, request: AuthorizationRequest): void {
  const { url, state, codeVerifier, nonce, redirectUri } = request
  requireLong(state, "state")
  requireLong(codeVerifier, "codeVerifier")
  if (settings.openId) requireLong(nonce, "nonce")
  if (typeof redirectUri !== "string") throw usageError(messages.notARequest("redirectUri"))
  const asked = typeof url === "string" ? parseUri(url) : undefined
  const server = new URL(secrets.authUri)
  const isSameServer = asked?.origin === server.origin && asked.pathname === server.pathname
  if (!isSameServer || asked?.searchParams.get("client_id") !== secrets.clientId)
    throw usageError(messages.notARequest("url"))
}

function requireLong(value: unknown, member: string): void {
  if (typeof value !== "string" || value.length < leastLength) throw usageError(messages.notARequest(member))
}
