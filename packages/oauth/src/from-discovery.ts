import { type ClientSecrets, type ClientType, parseClientSecrets, type Secret } from "@client-secrets/core"
import { isStray, requireIssuer } from "./client/prepare-client.ts"
import { parseUri } from "./client/uri.ts"
import type { CallOptions } from "./flow/flow.ts"
import {
  type ClientAuthentication,
  clientAuthentications,
  ownProperties,
  readTransportOptions,
  type ServerMetadata,
  type TransportOptions,
  type TransportSettings,
} from "./flow/options.ts"
import { untrusted } from "./http/untrusted.ts"
import { messages } from "./messages.ts"
import { discoverMetadata } from "./openid/discovery.ts"
import { rethrow } from "./rethrow.ts"

/** The values from your provider, and options of `fromDiscovery`. */
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
 * Creates the client file that a provider could have issued: from its discovery document and the values it gave you.
 *
 * `toClientSecretsJson` writes it. The result names the issuer, so `createFlow` needs no option for it.
 *
 * @throws {ClientSecretsError} `invalid` with all that is wrong with the file, from the parser; `untrusted_response` if the
 *   document names another issuer; `unsupported` if none exists; otherwise as the flow's requests
 * @throws {TypeError} if the issuer is not a full URL, or an option not of its type
 * @see OpenID Connect Discovery 1.0, RFC 8414
 */
export function fromDiscovery<
  const Type extends ClientType = "web",
  const Options extends FromDiscoveryOptions<Type> = FromDiscoveryOptions<Type>,
>(
  issuer: string,
  options: Options & FromDiscoveryOptions<Type>,
): Promise<ClientSecrets<Type, Options extends { readonly clientSecret: string | Secret } ? never : "client_secret">> {
  const { signal } = ownProperties<FromDiscoveryOptions>(options)
  return discoverClient(issuer, options).catch(thrown => rethrow(thrown, signal)) as Promise<never>
}

async function discoverClient(issuer: string, options: FromDiscoveryOptions): Promise<unknown> {
  const own = ownProperties(options)
  const { type = "web", clientId, clientSecret, redirectUris, clientAuthentication } = own
  const settings = readTransportOptions(own)
  requireIssuer(issuer, "fromDiscovery()")
  if (clientAuthentication !== undefined && !clientAuthentications.has(clientAuthentication))
    throw new TypeError(messages.badClientAuthentication)
  const metadata = await discoverMetadata(issuer, settings, own.signal, own.metadata)
  for (const name of endpointNames) requirePublic(name, metadata[`${name}_endpoint`], issuer, settings)
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
  return parseClientSecrets(file, {
    optional: clientSecret === undefined ? ["client_secret"] : [],
    ...(settings.allowInsecureEndpoints && { allowInsecureEndpoints: true }),
  })
}

/** The endpoints that come into the file. */
const endpointNames = ["authorization", "token", "revocation", "userinfo", "introspection"]

/** A file may name this machine; a document of a server elsewhere may not put it into the file. */
function requirePublic(name: string, uri: unknown, issuer: string, settings: TransportSettings): void {
  const url = typeof uri === "string" ? parseUri(uri) : undefined
  if (url !== undefined && isStray(url, issuer, settings)) throw untrusted(messages.endpointInsecure(name, url.origin))
}
