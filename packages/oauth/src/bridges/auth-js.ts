import type { AnyClientSecrets } from "@client-secrets/core"
import { checkTypes } from "@client-secrets/source-kit"
import { requireIssuer } from "../client/prepare-client.ts"
import { describeMistake } from "../client/require-client.ts"
import { type ClientAuthentication, requireOptions } from "../flow/options.ts"
import { type BridgeOptions, readClient } from "./read-client.ts"

export type { BridgeOptions } from "./read-client.ts"

/** Options of `toAuthJs`. */
export interface AuthJsOptions extends Omit<BridgeOptions, "redirectUri"> {
  /** The provider's name in the URLs of Auth.js: the callback is `<origin>/api/auth/callback/<id>`. */
  readonly id: string
  /** The label of the sign-in button. @default the id */
  readonly name?: string
  /** @default "openid profile email" */
  readonly scope?: string
}

/** The part of an Auth.js provider that a client file fills in. */
export interface AuthJsProvider {
  readonly id: string
  readonly name: string
  readonly type: "oidc"
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly authorization: { readonly url: string; readonly params: { readonly scope: string } }
  readonly token: string
  readonly userinfo?: string
  readonly checks: ["pkce", "state", "nonce"]
  readonly client: { readonly token_endpoint_auth_method: ClientAuthentication }
}

/**
 * A provider for Auth.js (`@auth/core`, `next-auth` 5): `providers: [toAuthJs(secrets, { id: "google" })]`.
 *
 * @throws {ClientSecretsError} `invalid`, as `createFlow`
 * @throws {TypeError} if nothing names the issuer, against which Auth.js checks ID tokens
 */
export function toAuthJs(secrets: AnyClientSecrets, options: AuthJsOptions): AuthJsProvider {
  const mistake = describeMistake(secrets)
  if (mistake !== undefined) {
    // It may be the file: see describeMistake().
    secrets = undefined as never
    throw new TypeError(mistake)
  }
  const own = requireOptions(options)
  checkTypes(own, { id: ["string"], name: ["string"], scope: ["string"] })
  const { id, name = id, scope = "openid profile email" } = own
  const { secrets: client, clientSecret, clientAuthentication, issuer } = readClient(secrets, own)
  const { clientId, authUri, tokenUri, userinfoUri } = client
  return {
    id,
    name,
    type: "oidc",
    issuer: requireIssuer(issuer, "Auth.js"),
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    authorization: { url: authUri, params: { scope } },
    token: tokenUri,
    ...(userinfoUri !== undefined && { userinfo: userinfoUri }),
    checks: ["pkce", "state", "nonce"],
    client: { token_endpoint_auth_method: clientAuthentication },
  }
}
