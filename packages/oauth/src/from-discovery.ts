import { type ClientSecrets, type ClientType, parseClientSecrets, type Secret } from "@client-secrets/core"
import { requireIssuer } from "./client/prepare-client.ts"
import type { CallOptions } from "./flow/flow.ts"
import {
  type ClientAuthentication,
  clientAuthentications,
  ownProperties,
  readTransportOptions,
  type ServerMetadata,
  type TransportOptions,
} from "./flow/options.ts"
import { messages } from "./messages.ts"
import { discoverMetadata } from "./openid/discovery.ts"

/** What the provider gave you, and options of `fromDiscovery`. */
export interface FromDiscoveryOptions<Type extends ClientType = ClientType> extends CallOptions, TransportOptions {
  readonly clientId: string
  /** Leave it out for a public client. */
  readonly clientSecret?: string | Secret
  readonly redirectUris: readonly string[]
  /** @default "web" */
  readonly type?: Type
  /** How the client is registered to authenticate; written as `token_endpoint_auth_method`. @default not written */
  readonly clientAuthentication?: ClientAuthentication
  /** Metadata that the issuer does not publish. It replaces nothing that is published. @default none */
  readonly metadata?: Omit<ServerMetadata, "issuer">
}

/**
 * Creates the client file that a provider could have handed out: from its discovery document and what it gave you.
 *
 * `toClientSecretsJson` writes it. The result names the issuer, so `createFlow` needs no option for it.
 *
 * @throws {ClientSecretsError} `invalid` with all that is wrong with the file, from the parser; `untrusted_response` if the
 *   document names another issuer; `unsupported` if none exists; otherwise as the flow's requests
 * @throws {TypeError} if the issuer is not a full URL, or an option not of its type
 * @see OpenID Connect Discovery 1.0, RFC 8414
 */
export async function fromDiscovery<
  const Type extends ClientType = "web",
  const Options extends FromDiscoveryOptions<Type> = FromDiscoveryOptions<Type>,
>(
  issuer: string,
  options: Options & FromDiscoveryOptions<Type>,
): Promise<ClientSecrets<Type, Options extends { readonly clientSecret: string | Secret } ? never : "client_secret">> {
  const own = ownProperties<FromDiscoveryOptions<Type>>(options)
  const { type = "web" as Type, clientId, clientSecret, redirectUris, clientAuthentication } = own
  const settings = readTransportOptions(own)
  requireIssuer(issuer, "fromDiscovery()")
  if (clientAuthentication !== undefined && !clientAuthentications.has(clientAuthentication))
    throw new TypeError(messages.badClientAuthentication)
  const metadata = await discoverMetadata(issuer, settings, own.signal, own.metadata)
  const members = {
    client_id: clientId,
    client_secret: typeof clientSecret === "string" ? clientSecret : clientSecret?.reveal(),
    redirect_uris: redirectUris,
    auth_uri: metadata.authorization_endpoint,
    token_uri: metadata.token_endpoint,
    issuer: metadata.issuer,
    revoke_uri: metadata.revocation_endpoint,
    userinfo_uri: metadata.userinfo_endpoint,
    token_introspection_uri: metadata.introspection_endpoint,
    token_endpoint_auth_method: clientAuthentication,
  }
  const file = { [type]: Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) }
  const secrets = parseClientSecrets(file, {
    optional: clientSecret === undefined ? ["client_secret"] : [],
    ...(settings.allowInsecureEndpoints && { allowInsecureEndpoints: true }),
  })
  return secrets as never
}
