import type { ExtraMembers } from "../secret/extra-members.ts"
import type { Secret } from "../secret/secret.ts"

/** A parsed `client_secrets.json` as text would give it: one of the two client types, holding the client. */
export interface ClientSecretsFile {
  readonly web?: unknown
  readonly installed?: unknown
}

interface CommonMembers {
  /** `client_id`: what the authorization server knows the client by. Public. */
  readonly clientId: string
  /** `client_secret`: printed as `[redacted]`; `.reveal()` gives the text. */
  readonly clientSecret: Secret
  /** `redirect_uris`: the registered redirection endpoints (RFC 6749 section 3.1.2), in the file's order, at least one. */
  readonly redirectUris: readonly string[]
  /** `auth_uri`: the authorization endpoint (RFC 6749 section 3.1). */
  readonly authUri: string
  /** `token_uri`: the token endpoint (RFC 6749 section 3.2). */
  readonly tokenUri: string
  /** `client_email`: the service account address associated with the client. */
  readonly clientEmail?: string
  /** `auth_provider_x509_cert_url`: the provider's certificates. Never fetched by this project. */
  readonly authProviderX509CertUrl?: string
  /** `client_x509_cert_url`: the client's certificate. Never fetched by this project. */
  readonly clientX509CertUrl?: string
  /** `project_id`: the Google Cloud project. */
  readonly projectId?: string
  /** `javascript_origins`: the registered browser origins. */
  readonly javascriptOrigins?: readonly string[]
  /** `revoke_uri`: the revocation endpoint (RFC 7009), as oauth2client reads it. */
  readonly revokeUri?: string
  /** `universe_domain`: the Google Cloud universe. */
  readonly universeDomain?: string
  /** `issuer`: the OpenID issuer, as flask-oidc's files for Keycloak, Okta and Fedora hold it. */
  readonly issuer?: string
  /** `userinfo_uri`: the UserInfo endpoint, in the same dialect. */
  readonly userinfoUri?: string
  /** `token_introspection_uri`: the introspection endpoint (RFC 7662), in the same dialect. */
  readonly tokenIntrospectionUri?: string
  /** Every other member: printed as a count, values through `get()` alone. */
  readonly extra: ExtraMembers
}

interface PropertyOf {
  client_id: "clientId"
  client_secret: "clientSecret"
  redirect_uris: "redirectUris"
  auth_uri: "authUri"
  token_uri: "tokenUri"
}

/** A member that the specification makes mandatory, by its name in the file; `optional` takes these. */
export type MandatoryMember = keyof PropertyOf

/** The two client types of the specification: a web application or an installed one. */
export type ClientType = "web" | "installed"

/** The client of a web application. */
export interface WebClientSecrets extends CommonMembers {
  readonly type: "web"
}

/** The client of an installed application: a desktop program, a command line, a device. */
export interface InstalledClientSecrets extends CommonMembers {
  readonly type: "installed"
}

interface ByType {
  web: WebClientSecrets
  installed: InstalledClientSecrets
}

type Relaxed<Client, Member extends MandatoryMember> = [Member] extends [never]
  ? Client
  : { readonly [Key in keyof Client as Key extends PropertyOf[Member] ? never : Key]: Client[Key] } & {
      readonly [Key in PropertyOf[Member] & keyof Client]?: Client[Key] | undefined
    }

/**
 * A validated client: a plain frozen object, safe to print, narrowed by `type`.
 *
 * `Optional` names the mandatory members that may be absent, as given to `parseClientSecrets` in `optional`.
 */
export type ClientSecrets<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = never,
> = Type extends ClientType ? Relaxed<ByType[Type], Optional> : never

/** Any client, strict or relaxed: what a consumer takes. */
export type AnyClientSecrets = ClientSecrets<ClientType, MandatoryMember>
