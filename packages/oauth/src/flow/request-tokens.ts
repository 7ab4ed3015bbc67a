import { createSecret } from "@client-secrets/core"
import type { Client } from "../client/prepare-client.ts"
import { postForm } from "../http/post-form.ts"
import { type Answer, type Outgoing, requireSuccess } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import type { CallOptions, IdTokenClaims, Tokens } from "./flow.ts"
import { ownProperties, type ServerMetadata } from "./options.ts"
import type { FlowState } from "./state.ts"

/** One request of the token endpoint. */
export interface Grant {
  readonly type: string
  readonly parameters: Record<string, string>
  /** What of it no message may hold. */
  readonly sensitive: readonly string[]
  /** The scope that counts as granted where the server names none (RFC 6749 section 5.1). */
  readonly scope: string
  readonly call: CallOptions
  /** Checks the issuer's metadata before anything is sent. */
  check?(metadata: ServerMetadata): void
}

/** A request to the token endpoint and its answer. */
interface Exchange {
  readonly outgoing: Outgoing
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
  state.invalidate?.(client.secrets)
  const current = await state.load(grant.call)
  if (!hasNewSecret(client, current)) return takeTokens(state, first, grant)
  return takeTokens(state, await ask(state, current, grant), grant)
}

/**
 * Keycloak answers a wrong secret with 401 `unauthorized_client`, others with 400 `invalid_client`, GitHub with 200.
 */
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
  const { call, sensitive, type, parameters } = grant
  const openId = client.settings.openId ? state.openId : undefined
  const metadata = await openId?.findMetadata(client, call)
  if (metadata) grant.check?.(metadata)
  const outgoing: Outgoing = { client, endpoint: "token", sensitive, call }
  const form = { ...parameters, grant_type: type }
  return { outgoing, metadata, answer: await postForm(outgoing, client.secrets.tokenUri, form, metadata) }
}

async function takeTokens(state: FlowState, { outgoing, metadata, answer }: Exchange, grant: Grant): Promise<Tokens> {
  const body = requireSuccess(outgoing, answer)
  const tokens = readTokens(body, grant.scope)
  // An ID token that was not asked for is not verified, so it is not passed on.
  if (!state.openId || !metadata || body["id_token"] === undefined) return tokens
  const claims = (await state.openId.verifyIdToken(outgoing, metadata, body)) as IdTokenClaims
  return { ...tokens, idToken: createSecret(String(body["id_token"])), claims }
}

/** RFC 6749 section 5.1. */
function readTokens(body: Record<string, unknown>, granted: string): Tokens {
  const { access_token, token_type, refresh_token, scope = granted } = body
  const lifetime = readLifetime(body["expires_in"])
  // Google's, for apps whose publishing status is Testing; nothing depends on it, so a wrong one is left out.
  const refreshLifetime = readLifetime(body["refresh_token_expires_in"])
  if (
    typeof access_token !== "string" ||
    access_token === "" ||
    !/^bearer$/i.test(String(token_type)) ||
    typeof (refresh_token ?? "") !== "string" ||
    typeof scope !== "string" ||
    Number.isNaN(lifetime)
  )
    throw untrusted("The answer is not what RFC 6749 describes.")
  return {
    accessToken: createSecret(access_token),
    tokenType: "bearer",
    scope,
    ...(lifetime > 0 && { expiresAt: Date.now() + lifetime * 1000 }),
    // An empty one must not replace the one that works.
    ...(typeof refresh_token === "string" && refresh_token !== "" && { refreshToken: createSecret(refresh_token) }),
    ...(refreshLifetime > 0 && { refreshTokenExpiresAt: Date.now() + refreshLifetime * 1000 }),
  }
}

/** Seconds; 0 where the server names none, NaN where it is not a number. Some servers write it as a string. */
function readLifetime(value: unknown): number {
  if (value === undefined || value === null) return 0
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+(\.\d+)?$/.test(value))
  const seconds = isNumber ? Number(value) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : Number.NaN
}
