import type { AnyClientSecrets } from "@client-secrets/core"
import { checkTypes } from "@client-secrets/source-kit"
import { describeMistake } from "../client/require-client.ts"
import { type ClientAuthentication, readScope, requireOptions } from "../flow/options.ts"
import { type BridgeOptions, readClient } from "./read-client.ts"

export type { BridgeOptions } from "./read-client.ts"

/** Options of `toBetterAuth`. */
export interface BetterAuthOptions extends BridgeOptions {
  /** The provider's name in the URLs of Better Auth: the callback is `<base URL>/api/auth/callback/<id>`. */
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

/** What Better Auth would read from a polluted `Object.prototype`, where the file does not say it: places that get a token. */
const notInherited = {
  userInfoUrl: undefined,
  discoveryUrl: undefined,
  discoveryHeaders: undefined,
  endSessionEndpoint: undefined,
}

/**
 * A configuration for Better Auth's `genericOAuth`: `genericOAuth({ config: [toBetterAuth(secrets, { providerId: "google" })] })`.
 *
 * The endpoints are the file's. If the issuer is known, its discovery document is named too, and ID tokens must be verified
 * with its keys. Otherwise Better Auth reads `userinfo_uri`, which the file then needs.
 *
 * @throws {ClientSecretsError} `invalid` or `redirect_uri_mismatch`, as `createFlow`
 */
export function toBetterAuth(secrets: AnyClientSecrets, options: BetterAuthOptions): BetterAuthConfig {
  const mistake = describeMistake(secrets)
  if (mistake !== undefined) {
    // It may be the file: see describeMistake().
    secrets = undefined as never
    throw new TypeError(mistake)
  }
  const own = requireOptions(options)
  checkTypes(own, { providerId: ["string"], scopes: ["array"] })
  readScope(own, "scopes")
  const { providerId, scopes = ["openid", "profile", "email"] } = own
  const { secrets: client, clientSecret, clientAuthentication, redirectUri, issuer } = readClient(secrets, own)
  const { clientId, authUri, tokenUri, userinfoUri } = client
  return {
    ...(notInherited as object),
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
