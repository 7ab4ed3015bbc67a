import { ClientSecretsError } from "@client-secrets/core"
import type { AuthorizationServer, IDToken, JWKSCacheInput } from "oauth4webapi"
import { googleIssuer } from "../client/google-endpoints.ts"
import { type Client, invalid, requireIssuer } from "../client/prepare-client.ts"
import { isSameUri } from "../client/uri.ts"
import type { CallOptions } from "../flow/flow.ts"
import { ownProperties, type ServerMetadata } from "../flow/options.ts"
import { type Outgoing, type RequestInit, requireSuccess, send } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"

/** Google's, which have not changed in ten years: one request less on every cold start. */
const google: ServerMetadata = {
  issuer: googleIssuer,
  jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
  revocation_endpoint: "https://oauth2.googleapis.com/revoke",
  device_authorization_endpoint: "https://oauth2.googleapis.com/device/code",
}

/** What knows issuers and ID tokens, and keeps what it learns for the flow's life. */
export interface OpenId {
  /**
   * The issuer's metadata: given, Google's own, or discovered.
   *
   * @param purpose what needs it, for the message where nothing names the issuer
   */
  findMetadata(client: Client, call: CallOptions, purpose?: string): Promise<ServerMetadata>
  /**
   * The claims of an answer's ID token, after its claims and, with the issuer's keys, its signature are verified
   * (OpenID Connect Core section 3.1.3.7). The nonce is for who sent it.
   */
  verifyIdToken(outgoing: Outgoing, metadata: ServerMetadata, answer: Record<string, unknown>): Promise<IDToken>
}

export function createOpenId(): OpenId {
  // By issuer. Values only: on workerd a promise of another request never settles.
  const discovered = new Map<string, ServerMetadata>()
  // As oauth4webapi keeps them: for 5 minutes, and anew for a key that it has not seen.
  const keys = new Map<string, JWKSCacheInput>()
  return {
    async findMetadata(client, call, purpose = "openid") {
      const { issuer, secrets } = client
      const name = requireIssuer(issuer, purpose)
      if (issuer === googleIssuer) return ownProperties(google)
      const { authUri, tokenUri } = secrets
      const own = { authorization_endpoint: authUri, token_endpoint: tokenUri }
      // What the program hands in may leave out what the file says; a document may not.
      const given = typeof issuer === "object" ? ownProperties({ ...own, ...issuer }) : discovered.get(name)
      const metadata = given ?? (await discoverMetadata(client, name, call))
      // Else a file and an issuer of two servers would be mixed, and the secret sent to one of them.
      requireSame(secrets, "auth_uri", authUri, metadata.authorization_endpoint)
      requireSame(secrets, "token_uri", tokenUri, metadata.token_endpoint)
      discovered.set(name, metadata)
      return metadata
    },

    async verifyIdToken({ client, call }, metadata, answer) {
      const { issuer } = metadata
      const known = keys.get(issuer) ?? {}
      const { verifySigned } = await import("./verify-signed.ts")
      try {
        const claims = await verifySigned(
          ownProperties({ ...metadata, issuer: issuerIn(answer, issuer) }) as AuthorizationServer,
          ownProperties({ client_id: client.secrets.clientId }),
          answer,
          known,
          (url, init) => fetchKeys({ client, call, endpoint: "keys" }, url, init),
        )
        keys.set(issuer, known)
        return claims
      } catch (error) {
        if (ClientSecretsError.is(error) || call.signal?.aborted) throw error
        throw untrusted(explain(error))
      }
    },
  }
}

async function fetchKeys(outgoing: Outgoing, url: string, init: RequestInit): Promise<string> {
  const answer = await send(outgoing, url, init)
  requireSuccess(outgoing, answer)
  return answer.text
}

function requireSame(secrets: Client["secrets"], member: string, uri: string, named: string | undefined): void {
  if (!isSameUri(named ?? "", uri)) throw invalid(secrets, member, "mixed_endpoints", "is not the issuer's")
}

/** OpenID Connect Discovery 1.0 section 4. */
export async function discoverMetadata(client: Client, issuer: string, call: CallOptions): Promise<ServerMetadata> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`
  const headers = { accept: "application/json" }
  const outgoing: Outgoing = { client, endpoint: "discovery", call }
  const body = requireSuccess(outgoing, await send(outgoing, url, { method: "GET", headers }))
  if (typeof body["issuer"] !== "string" || !isSameUri(body["issuer"], issuer))
    throw untrusted("The discovery document is another issuer's.")
  return body as unknown as ServerMetadata
}

/** oauth4webapi's errors carry tokens, claims and answers: only the error's code and the name of a claim go on. */
function explain(error: unknown): string {
  const { code, cause } = Object(error) as { code?: unknown; cause?: { claim?: unknown } }
  const claim = /^(iss|aud|azp|exp|nbf)$/.exec(String(cause?.claim))?.[0]
  const what = claim ?? `form or signature (${String(code).replace(/[^A-Z_]/g, "")})`
  return `The ID token's ${what} is not right.`
}

/** Google's ID tokens may name their issuer without the scheme, as its OpenID Connect documentation says. */
function issuerIn({ id_token }: Record<string, unknown>, issuer: string): string {
  if (issuer !== googleIssuer) return issuer
  const payload = atob(String(id_token).split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/"))
  return payload.includes('"iss":"accounts.google.com"') ? "accounts.google.com" : issuer
}
