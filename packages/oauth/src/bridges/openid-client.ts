import type { AnyClientSecrets } from "@client-secrets/core"
import { requireIssuer } from "../client/prepare-client.ts"
import { describeMistake } from "../client/require-client.ts"
import { basicCredentials } from "../http/client-authentication.ts"
import { type BridgeOptions, readClient } from "./read-client.ts"

export type { BridgeOptions } from "./read-client.ts"

/** The arguments of openid-client's `Configuration`. */
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
  /** Only for `client_secret_basic`: the library's own default is the secret in the body. */
  clientAuthentication?: (server: unknown, client: unknown, body: URLSearchParams, headers: Headers) => void,
]

/**
 * What decides where openid-client sends a request, where the file does not say it. The library copies its metadata into objects
 * with a prototype: a name that is missing there would be read from a polluted `Object.prototype`.
 */
const notInherited = {
  revocation_endpoint: undefined,
  userinfo_endpoint: undefined,
  introspection_endpoint: undefined,
  device_authorization_endpoint: undefined,
  pushed_authorization_request_endpoint: undefined,
  backchannel_authentication_endpoint: undefined,
  registration_endpoint: undefined,
  end_session_endpoint: undefined,
  jwks_uri: undefined,
  mtls_endpoint_aliases: undefined,
}

/**
 * Arguments for openid-client 6: `new Configuration(...toOpenidClient(secrets))`.
 *
 * The endpoints are the file's. Keys and the like need the issuer's metadata, as the library's `discovery()` gets it.
 *
 * @throws {ClientSecretsError} `invalid`, as `createFlow`
 * @throws {TypeError} if nothing names the issuer, which openid-client always needs
 */
export function toOpenidClient(secrets: AnyClientSecrets, options?: BridgeOptions): OpenidClientArguments {
  const mistake = describeMistake(secrets)
  if (mistake !== undefined) {
    // It may be the file: see describeMistake().
    secrets = undefined as never
    throw new TypeError(mistake)
  }
  const { secrets: client, clientSecret, clientAuthentication, issuer } = readClient(secrets, options)
  const { clientId, authUri, tokenUri, revokeUri, userinfoUri, tokenIntrospectionUri, redirectUris } = client
  const server = {
    ...(notInherited as object),
    issuer: requireIssuer(issuer, "openid-client"),
    authorization_endpoint: authUri,
    token_endpoint: tokenUri,
    ...(revokeUri !== undefined && { revocation_endpoint: revokeUri }),
    ...(userinfoUri !== undefined && { userinfo_endpoint: userinfoUri }),
    ...(tokenIntrospectionUri !== undefined && { introspection_endpoint: tokenIntrospectionUri }),
  }
  const metadata = {
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
    ...(redirectUris !== undefined && { redirect_uris: [...redirectUris] }),
  }
  if (clientAuthentication !== "client_secret_basic" || clientSecret === undefined) return [server, clientId, metadata]
  const credentials = basicCredentials(clientId, clientSecret)
  return [server, clientId, metadata, (_server, _client, _body, headers) => headers.set("authorization", credentials)]
}
