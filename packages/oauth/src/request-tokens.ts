import { ClientSecretsError, createSecret } from "@client-secrets/core"
import type { Client } from "./client.ts"
import type { CallOptions, IdTokenClaims, Tokens } from "./flow.ts"
import { ownProperties, type ServerMetadata } from "./flow-options.ts"
import type { FlowState } from "./flow-state.ts"
import { postForm } from "./post-form.ts"
import type { Outgoing } from "./send.ts"
import { untrusted } from "./untrusted.ts"

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

/**
 * Asks the token endpoint, verifies what it gives, and reports a secret that it does not take.
 *
 * A source that then has another secret gets one more try: a rotated secret heals itself.
 */
export async function requestTokens(state: FlowState, client: Client, grant: Grant): Promise<Tokens> {
  try {
    return await attempt(state, client, grant)
  } catch (error) {
    if (!ClientSecretsError.is(error) || error.provider?.error !== "invalid_client") throw error
    state.reportInvalid?.(client.secrets)
    const current = await state.load(grant.call)
    const [old, fresh] = [client.secrets.clientSecret, current.secrets.clientSecret]
    if (fresh === undefined || old?.equals(fresh)) throw error
    return attempt(state, current, grant)
  }
}

async function attempt(state: FlowState, client: Client, grant: Grant): Promise<Tokens> {
  const { call, sensitive, type, parameters } = grant
  const openId = client.settings.openId ? state.openId : undefined
  const metadata = await openId?.findMetadata(client, call)
  if (metadata) grant.check?.(metadata)
  const outgoing: Outgoing = { client, endpoint: "token", sensitive, call }
  const form = { ...parameters, grant_type: type }
  const { body } = await postForm(outgoing, client.secrets.tokenUri, form, metadata)
  const own = ownProperties(body)
  const tokens = readTokens(own, grant.scope)
  // An ID token that was not asked for is not verified, so not given on.
  if (!openId || !metadata || own["id_token"] === undefined) return tokens
  const claims = (await openId.verifyIdToken(outgoing, metadata, own)) as IdTokenClaims
  return { ...tokens, idToken: createSecret(String(own["id_token"])), claims }
}

/** RFC 6749 section 5.1. */
function readTokens(body: Record<string, unknown>, granted: string): Tokens {
  const { access_token, token_type, refresh_token, scope = granted } = body
  const { expires_in = 0 } = body
  // Some servers write it as a text; JSON's null is none, as a missing one.
  const seconds = Number(expires_in)
  if (
    typeof access_token !== "string" ||
    access_token === "" ||
    !/^bearer$/i.test(String(token_type)) ||
    typeof (refresh_token ?? "") !== "string" ||
    typeof scope !== "string" ||
    !/^(\d[\d.]*|null)$/.test(String(expires_in))
  )
    throw untrusted("The answer is not what RFC 6749 describes.")
  return {
    accessToken: createSecret(access_token),
    tokenType: "bearer",
    scope,
    ...(seconds > 0 && { expiresAt: Date.now() + seconds * 1000 }),
    ...(typeof refresh_token === "string" && { refreshToken: createSecret(refresh_token) }),
  }
}
