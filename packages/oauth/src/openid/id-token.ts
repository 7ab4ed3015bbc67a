import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { googleIssuer } from "@client-secrets/recognize"
import type { AuthorizationServer, IDToken, JWKSCacheInput } from "oauth4webapi"
import type { Client } from "../client/prepare-client.ts"
import type { IdTokenClaims } from "../flow/flow.ts"
import type { FlowState } from "../flow/flow-state.ts"
import { ownProperties, type ServerMetadata } from "../flow/options.ts"
import { type Outgoing, type Request, requireSuccess, send } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"
import { tenantPlaceholder } from "./discovery.ts"

// All checks of an ID token are in this file; verify-signed.ts has the part that oauth4webapi does.

/** The claims that an ID token must have in addition to those that OpenID Connect Core section 3.1.3.7 requires. */
export interface ExpectedIdToken {
  /** Whether an answer without an ID token is refused. */
  readonly isRequired: boolean
  /** The nonce of the authorization request. */
  readonly nonce?: string | undefined
  /** Google's domain of an organization, or `*` for any. */
  readonly hd?: string | undefined
  /** The user whose tokens are refreshed. */
  readonly sub?: string | undefined
}

interface Verification {
  readonly state: FlowState
  readonly client: Client
  readonly metadata: ServerMetadata
  readonly signal: AbortSignalLike | undefined
}

/** Verifies an ID token, and returns its claims. */
export async function verifyIdToken(
  verification: Verification,
  idToken: string,
  expected: ExpectedIdToken,
): Promise<IdTokenClaims> {
  const claims = ownProperties((await verifySignature(verification, idToken)) as IdTokenClaims)
  const { nonce, hd, sub } = ownProperties(expected)
  if (nonce !== undefined && claims.nonce !== nonce) throw untrusted(messages.otherNonce)
  if (hd !== undefined && hd !== "" && (hd === "*" ? claims.hd === undefined : claims.hd !== hd))
    throw untrusted(messages.otherDomain)
  // OpenID Connect Core section 12.2.
  if (sub !== undefined && claims.sub !== sub) throw untrusted(messages.otherUser)
  return { ...claims }
}

/** Issuer, audience, times and signature. */
async function verifySignature(verification: Verification, idToken: string): Promise<IDToken> {
  const { state, client, metadata, signal } = verification
  const { keys } = state.issuers
  const known = keys.get(metadata.issuer)
  try {
    return await verifyWith(known ?? noKeys())
  } catch (error) {
    if (ClientSecretsError.is(error) || signal?.aborted) throw error
    // oauth4webapi fetches keys at most once a minute. One that was rotated since is not among those that it has.
    if (known === undefined || codeOf(error) !== "OAUTH_KEY_SELECTION_FAILED") throw explain(error, idToken)
  }
  try {
    return await verifyWith(noKeys())
  } catch (error) {
    throw ClientSecretsError.is(error) || signal?.aborted ? error : explain(error, idToken)
  }

  async function verifyWith(cache: JWKSCacheInput): Promise<IDToken> {
    const { verifySigned } = await import("./verify-signed.ts")
    const server = ownProperties({ ...metadata, issuer: expectedIssuer(idToken, metadata.issuer) })
    const claims = await verifySigned(
      server as AuthorizationServer,
      ownProperties({ client_id: client.secrets.clientId }),
      idToken,
      cache,
      (url, request) => fetchKeys(verification, url, request),
    )
    keys.set(metadata.issuer, cache)
    return claims
  }
}

/** Without a prototype: otherwise oauth4webapi would use keys of a polluted `Object.prototype` as the issuer's. */
function noKeys(): JWKSCacheInput {
  return ownProperties({})
}

async function fetchKeys({ client, metadata, signal }: Verification, url: string, request: Request): Promise<string> {
  const outgoing: Outgoing = {
    endpoint: "keys",
    client: undefined,
    settings: client.settings,
    issuer: metadata.issuer,
    sensitive: [],
    signal,
  }
  const answer = await send(outgoing, url, request)
  requireSuccess(outgoing, answer)
  return answer.text
}

/**
 * The issuer that the ID token has to name. For two providers it depends on the token, which is verified afterwards
 * against the returned issuer:
 *
 * - Google may leave out the scheme, as its OpenID Connect documentation says.
 * - Microsoft Entra's issuer contains the user's tenant, which is also the claim `tid`.
 */
function expectedIssuer(idToken: string, issuer: string): string {
  if (issuer === googleIssuer) {
    const short = issuer.replace("https://", "")
    return readPart(idToken, 1)["iss"] === short ? short : issuer
  }
  if (!issuer.includes(tenantPlaceholder)) return issuer
  const tenant = readPart(idToken, 1)["tid"]
  return typeof tenant === "string" && /^[\w-]+$/.test(tenant) ? issuer.replace(tenantPlaceholder, tenant) : issuer
}

/** A part of the ID token before it is verified; empty if it is not a JWT, which the verification reports. */
function readPart(idToken: string, index: 0 | 1): Record<string, unknown> {
  try {
    const part = idToken.split(".")[index] ?? ""
    return ownProperties(JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/"))))
  } catch {
    return {}
  }
}

const namedClaims: ReadonlySet<unknown> = new Set(["iss", "aud", "azp", "exp", "nbf", "iat", "sub"])

/** oauth4webapi's errors contain tokens, claims and answers: only the error's code and the name of a claim are kept. */
function explain(error: unknown, idToken: string): ClientSecretsError {
  const { cause } = Object(error) as { cause?: { claim?: unknown } }
  const { claim } = Object(cause) as { claim?: unknown }
  if (namedClaims.has(claim)) return untrusted(messages.badClaim(String(claim)))
  if (String(readPart(idToken, 0)["alg"]).startsWith("HS")) return untrusted(messages.symmetricIdToken)
  return untrusted(messages.badIdToken(codeOf(error)))
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown }
  return typeof code === "string" ? code.replace(/[^A-Z_]/g, "") : ""
}
