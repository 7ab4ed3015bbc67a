import type { AnyClientSecrets } from "@client-secrets/core"
import { type ClientAuthentication, ownProperties } from "../flow/options.ts"
import { type BridgeOptions, readClient } from "./read-client.ts"

export type { BridgeOptions } from "./read-client.ts"

/** Options of `toBetterAuth`. */
export interface BetterAuthOptions extends BridgeOptions {
  /** What Better Auth calls the provider in its URLs: the callback is `<base URL>/api/auth/callback/<id>`. */
  readonly providerId: string
  /** @default ["openid", "profile", "email"] */
  readonly scopes?: readonly string[]
}

/** The part of a `genericOAuth` configuration that a client file fills in. */
export interface BetterAuthConfig {
  providerId: string
  clientId: string
  clientSecret?: string
  authorizationUrl: string
  tokenUrl: string
  userInfoUrl?: string
  discoveryUrl?: string
  requireIdTokenVerification?: boolean
  redirectURI?: string
  scopes: string[]
  pkce: true
  tokenEndpointAuth: { method: ClientAuthentication }
}

/**
 * A configuration for Better Auth's `genericOAuth`: `genericOAuth({ config: [toBetterAuth(secrets, { providerId: "google" })] })`.
 *
 * The endpoints are the file's. If the issuer is known, its discovery document is named too, and ID tokens must be verified
 * with its keys. Otherwise Better Auth asks `userinfo_uri`, which the file then needs.
 *
 * @throws {ClientSecretsError} `invalid` or `redirect_uri_mismatch`, as `createFlow`
 */
export function toBetterAuth(secrets: AnyClientSecrets, options: BetterAuthOptions): BetterAuthConfig {
  const own = ownProperties(options)
  const { providerId, scopes = ["openid", "profile", "email"] } = own
  const { secrets: client, clientSecret, clientAuthentication, redirectUri, issuer } = readClient(secrets, own)
  const { clientId, authUri, tokenUri, userinfoUri } = client
  return {
    providerId,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    authorizationUrl: authUri,
    tokenUrl: tokenUri,
    ...(userinfoUri !== undefined && { userInfoUrl: userinfoUri }),
    ...(issuer !== undefined && {
      discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      requireIdTokenVerification: true,
    }),
    ...(redirectUri !== undefined && { redirectURI: redirectUri }),
    scopes: [...scopes],
    pkce: true,
    tokenEndpointAuth: { method: clientAuthentication },
  }
}
