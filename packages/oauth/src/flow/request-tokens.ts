import { type AbortSignalLike, createSecret } from "@client-secrets/core"
import type { Client } from "../client/prepare-client.ts"
import { postForm } from "../http/form.ts"
import { type Answer, type Outgoing, requireSuccess } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { type ExpectedIdToken, verifyIdToken } from "../openid/id-token.ts"
import type { Tokens } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { ownProperties, type ServerMetadata } from "./options.ts"
import { readTokens } from "./read-tokens.ts"

/** One request of the token endpoint. */
export interface Grant {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  /** The part of it that no message may contain. */
  readonly sensitive: readonly string[]
  /** The scope that counts as granted if the server names none (RFC 6749 section 5.1). */
  readonly scope: string
  readonly signal: AbortSignalLike | undefined
  readonly idToken: ExpectedIdToken
}

/** A request to the token endpoint and its answer. */
interface Exchange {
  readonly outgoing: Outgoing
  readonly client: Client
  readonly metadata: ServerMetadata | undefined
  readonly answer: Answer
}

/**
 * Asks the token endpoint, verifies its answer, and reports a client secret that it does not accept.
 *
 * A source that then has another secret of the same client gets one more try: a rotated secret heals itself.
 */
export async function requestTokens(state: FlowState, client: Client, grant: Grant): Promise<Tokens> {
  const first = await ask(state, client, grant)
  if (!isClientRefused(first.answer)) return takeTokens(state, first, grant)
  state.invalidate(client.secrets)
  const current = await state.load(grant.signal)
  if (!hasNewSecret(client, current)) return takeTokens(state, first, grant)
  return takeTokens(state, await ask(state, current, grant), grant)
}

/** Keycloak answers a wrong secret with 401 `unauthorized_client`, others with 400 `invalid_client`, GitHub with 200. */
function isClientRefused({ status, body }: Answer): boolean {
  const error = ownProperties(body)["error"]
  return status === 401 || error === "invalid_client" || error === "incorrect_client_credentials"
}

/** The code and the refresh token belong to one client at one provider: they are sent to no other one. */
function hasNewSecret({ secrets: old }: Client, { secrets: current }: Client): boolean {
  const isSameClient =
    old.clientId === current.clientId && old.authUri === current.authUri && old.tokenUri === current.tokenUri
  const { clientSecret } = current
  return isSameClient && clientSecret !== undefined && !old.clientSecret?.equals(clientSecret)
}

async function ask(state: FlowState, client: Client, grant: Grant): Promise<Exchange> {
  const { signal, sensitive, type, parameters } = grant
  const { secrets, settings } = client
  const metadata = settings.openId
    ? await state.issuers.findMetadata(client, signal, "The scope openid")
    : state.issuers.knownMetadata(client)
  const outgoing: Outgoing = { client: secrets, endpoint: "token", settings, issuer: undefined, sensitive, signal }
  const form = { ...parameters, grant_type: type }
  const answer = await postForm(outgoing, secrets.tokenUri, form, client, metadata)
  return { outgoing, client, metadata, answer }
}

async function takeTokens(state: FlowState, exchange: Exchange, grant: Grant): Promise<Tokens> {
  const { outgoing, client, metadata, answer } = exchange
  const body = requireSuccess(outgoing, answer)
  const tokens = readTokens(body, grant.scope, answer.place)
  const idToken = body["id_token"]
  // An ID token that was not requested is not verified, so it is not returned.
  if (!client.settings.openId || metadata === undefined) return tokens
  if (typeof idToken !== "string") {
    if (grant.idToken.isRequired) throw untrusted(messages.noIdToken)
    return tokens
  }
  const claims = await verifyIdToken({ state, client, metadata, signal: grant.signal }, idToken, grant.idToken)
  return { ...tokens, idToken: createSecret(idToken), claims }
}
