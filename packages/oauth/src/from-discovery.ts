import { type ClientSecrets, type ClientType, parseClientSecrets, type Secret } from "@client-secrets/core"
import type { Client } from "./client/prepare-client.ts"
import { parseUri } from "./client/uri.ts"
import type { CallOptions } from "./flow/flow.ts"
import { type FlowOptions, ownProperties, readOptions } from "./flow/options.ts"
import { discoverMetadata } from "./openid/open-id.ts"

/** What the provider gave you, and options of `fromDiscovery`. */
export interface FromDiscoveryOptions<Type extends ClientType = ClientType>
  extends CallOptions,
    Pick<FlowOptions, "fetch" | "timeout" | "allowInsecureEndpoints"> {
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string | Secret
  readonly redirectUris: readonly string[]
  /** @default "web" */
  readonly type?: Type
}

/**
 * Makes the client file that a provider could have handed out: of its discovery document and what it gave you.
 *
 * `toClientSecretsJson` writes it. The result names the issuer, so `createFlow` asks for nothing else.
 *
 * @throws {ClientSecretsError} `invalid` with all that is wrong with the file, by the parser; `untrusted_response` where
 *   the document is another issuer's; else as the flow's requests.
 * @see OpenID Connect Discovery 1.0
 */
export async function fromDiscovery<
  const Type extends ClientType = "web",
  const Options extends FromDiscoveryOptions<Type> = FromDiscoveryOptions<Type>,
>(
  issuer: string,
  options: Options & FromDiscoveryOptions<Type>,
): Promise<ClientSecrets<Type, Options extends { readonly clientSecret: string | Secret } ? never : "client_secret">> {
  const own = ownProperties<FromDiscoveryOptions<Type>>(options)
  if (parseUri(issuer) === undefined) throw new TypeError("fromDiscovery takes the issuer's URL.")
  const type = own.type ?? ("web" as Type)
  const { clientId, clientSecret, redirectUris, allowInsecureEndpoints } = own
  // A client of which only the type is known yet.
  const client = { secrets: { type }, settings: readOptions({ ...own, scope: "discovery" } as FlowOptions), issuer }
  const metadata = ownProperties(await discoverMetadata(client as unknown as Client, issuer, own))
  const { authorization_endpoint, token_endpoint, revocation_endpoint } = metadata
  const { userinfo_endpoint, introspection_endpoint } = metadata
  const members = {
    client_id: clientId,
    client_secret: typeof clientSecret === "string" ? clientSecret : clientSecret?.reveal(),
    redirect_uris: redirectUris,
    auth_uri: authorization_endpoint,
    token_uri: token_endpoint,
    issuer: metadata.issuer,
    revoke_uri: revocation_endpoint,
    userinfo_uri: userinfo_endpoint,
    token_introspection_uri: introspection_endpoint,
  }
  const file = { [type]: Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) }
  const secrets = parseClientSecrets(file, {
    optional: clientSecret === undefined ? ["client_secret"] : [],
    ...(allowInsecureEndpoints && { allowInsecureEndpoints }),
  })
  return secrets as never
}
