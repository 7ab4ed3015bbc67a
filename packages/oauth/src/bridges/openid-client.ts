import type { AnyClientSecrets } from "@client-secrets/core"
import { requireIssuer } from "../client/prepare-client.ts"
import { type BridgeOptions, prepareBridge } from "./prepare-bridge.ts"

export type { BridgeOptions } from "./prepare-bridge.ts"

/** What openid-client's `Configuration` is constructed of. */
export type OpenidClientArguments = [
  server: {
    issuer: string
    authorization_endpoint: string
    token_endpoint: string
    revocation_endpoint?: string
    userinfo_endpoint?: string
    introspection_endpoint?: string
  },
  clientId: string,
  metadata: { client_secret?: string; redirect_uris?: string[] },
]

/**
 * Arguments for openid-client 6: `new Configuration(...toOpenidClient(secrets))`.
 *
 * The endpoints are the file's; keys and the like need the issuer's metadata, as its `discovery()` gets it.
 *
 * @throws {TypeError} where nothing names the issuer, which openid-client always wants.
 */
export function toOpenidClient(secrets: AnyClientSecrets, options?: BridgeOptions): OpenidClientArguments {
  const { secrets: client, clientSecret, issuer } = prepareBridge(secrets, options)
  const { clientId, authUri, tokenUri, revokeUri, userinfoUri, tokenIntrospectionUri, redirectUris } = client
  return [
    {
      issuer: requireIssuer(issuer, "openid-client"),
      authorization_endpoint: authUri,
      token_endpoint: tokenUri,
      ...(revokeUri && { revocation_endpoint: revokeUri }),
      ...(userinfoUri && { userinfo_endpoint: userinfoUri }),
      ...(tokenIntrospectionUri && { introspection_endpoint: tokenIntrospectionUri }),
    },
    clientId,
    {
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      ...(redirectUris && { redirect_uris: [...redirectUris] }),
    },
  ]
}
