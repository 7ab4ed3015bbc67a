/**
 * What a member's value is, which decides about its rules.
 *
 * - `text`: a name or an identifier. `secret`: the client secret, which never prints.
 * - `redirect-uri`, `origin`: one URI of a list that is registered with the provider.
 * - `endpoint`: a URI to which a code, a token or the secret is sent, or that identifies the provider.
 * - `url`: any other URL; nothing is sent to it.
 */
export type MemberKind = "text" | "secret" | "redirect-uri" | "origin" | "endpoint" | "url"

/** A member of the format: one row of the table from which types, rules, generated code and documentation follow. */
export interface ClientSecretsMember {
  /** Its name in the file. */
  readonly name: string
  /** Its property of a parsed client. */
  readonly property: string
  /** What its value is. A `secret` is the only kind that may not be published. */
  readonly kind: MemberKind
  /** Whether its value is a list of strings instead of one string. */
  readonly list: boolean
  /** Whether the specification makes it mandatory; the option `optional` takes its name then. */
  readonly required: boolean
  /** Whether the specification has it. A value of another type is an error there, and a warning at the members added since. */
  readonly specified: boolean
  /** The only values that it may have. @default any */
  readonly values: readonly string[] | undefined
  /** What it is. One sentence. */
  readonly description: string
}

/**
 * **The** list of members, in the order of writing. A new one is one row: everything else derives from it.
 *
 * Each row's comment is what an editor shows at the property of a parsed client.
 */
export const memberTable = {
  /** `client_id`: what the authorization server knows the client by (RFC 6749 section 2.2). Public. */
  clientId: {
    name: "client_id",
    kind: "text",
    list: false,
    required: true,
    specified: true,
    description:
      "What the authorization server knows the client by (RFC 6749 section 2.2); every sign-in link shows it.",
  },
  /** `client_secret`: proves that a request is the client's. Prints as `[redacted]`; `reveal()` returns the string. */
  clientSecret: {
    name: "client_secret",
    kind: "secret",
    list: false,
    required: true,
    specified: true,
    description: "Proves that a request is the client's. Never publish it.",
  },
  /** `redirect_uris`: the registered redirection endpoints (RFC 6749 section 3.1.2), in the file's order, at least one. */
  redirectUris: {
    name: "redirect_uris",
    kind: "redirect-uri",
    list: true,
    required: true,
    specified: true,
    description: "The registered redirection endpoints (RFC 6749 section 3.1.2); every sign-in link shows one.",
  },
  /** `auth_uri`: the provider's authorization endpoint (RFC 6749 section 3.1), to which the browser is sent. */
  authUri: {
    name: "auth_uri",
    kind: "endpoint",
    list: false,
    required: true,
    specified: true,
    description: "The provider's authorization endpoint (RFC 6749 section 3.1), to which the browser is sent.",
  },
  /** `token_uri`: the provider's token endpoint (RFC 6749 section 3.2), to which the secret is sent. */
  tokenUri: {
    name: "token_uri",
    kind: "endpoint",
    list: false,
    required: true,
    specified: true,
    description: "The provider's token endpoint (RFC 6749 section 3.2), the same for all of its clients.",
  },
  /** `client_email`: the service account address associated with the client. */
  clientEmail: {
    name: "client_email",
    kind: "text",
    list: false,
    required: false,
    specified: true,
    description: "The service account address associated with the client.",
  },
  /** `auth_provider_x509_cert_url`: where the provider publishes its certificates. This project never fetches it. */
  authProviderX509CertUrl: {
    name: "auth_provider_x509_cert_url",
    kind: "url",
    list: false,
    required: false,
    specified: true,
    description: "Where the provider publishes its certificates.",
  },
  /** `client_x509_cert_url`: where the client's certificate is published. This project never fetches it. */
  clientX509CertUrl: {
    name: "client_x509_cert_url",
    kind: "url",
    list: false,
    required: false,
    specified: true,
    description: "Where the client's certificate is published.",
  },
  /** `project_id`: the Google Cloud project. */
  projectId: {
    name: "project_id",
    kind: "text",
    list: false,
    required: false,
    specified: false,
    description: "The Google Cloud project: a name, not a credential.",
  },
  /** `javascript_origins`: the registered origins of pages in the browser. */
  javascriptOrigins: {
    name: "javascript_origins",
    kind: "origin",
    list: true,
    required: false,
    specified: false,
    description: "The registered origins of pages in the browser.",
  },
  /** `revoke_uri`: the provider's revocation endpoint (RFC 7009), as oauth2client reads it. */
  revokeUri: {
    name: "revoke_uri",
    kind: "endpoint",
    list: false,
    required: false,
    specified: false,
    description: "The provider's revocation endpoint (RFC 7009).",
  },
  /** `universe_domain`: the Google Cloud universe. */
  universeDomain: {
    name: "universe_domain",
    kind: "text",
    list: false,
    required: false,
    specified: false,
    description: "The Google Cloud universe.",
  },
  /** `issuer`: the provider's issuer identifier (OpenID Connect Discovery), as flask-oidc's files have it. */
  issuer: {
    name: "issuer",
    kind: "endpoint",
    list: false,
    required: false,
    specified: false,
    description: "The provider's issuer identifier (OpenID Connect Discovery).",
  },
  /** `userinfo_uri`: the provider's UserInfo endpoint (OpenID Connect Core), as flask-oidc's files have it. */
  userinfoUri: {
    name: "userinfo_uri",
    kind: "endpoint",
    list: false,
    required: false,
    specified: false,
    description: "The provider's UserInfo endpoint.",
  },
  /** `token_introspection_uri`: the provider's introspection endpoint (RFC 7662), as flask-oidc's files have it. */
  tokenIntrospectionUri: {
    name: "token_introspection_uri",
    kind: "endpoint",
    list: false,
    required: false,
    specified: false,
    description: "The provider's introspection endpoint (RFC 7662).",
  },
  /** `token_endpoint_auth_method`: how the client authenticates at the token endpoint (RFC 7591 section 2). */
  tokenEndpointAuthMethod: {
    name: "token_endpoint_auth_method",
    kind: "text",
    list: false,
    required: false,
    specified: false,
    values: ["client_secret_post", "client_secret_basic", "none"],
    description: "How the client authenticates at the token endpoint (RFC 7591 section 2).",
  },
} as const

/** The table as types see it. */
export type MemberTable = typeof memberTable

// Checked here, since `satisfies` has no place in a declaration that is written without inference.
const rows: Readonly<
  Record<string, Omit<ClientSecretsMember, "property" | "values"> & { values?: readonly string[] }>
> = memberTable

/** Every member of the format, in the order of writing. What is not listed may be secret, whatever it is called. */
export const clientSecretsMembers: readonly ClientSecretsMember[] = Object.freeze(
  Object.entries(rows).map(([property, row]) => Object.freeze({ property, values: undefined, ...row })),
)

/** The same by name. */
export const memberByName: ReadonlyMap<string, ClientSecretsMember> = new Map(
  clientSecretsMembers.map(member => [member.name, member]),
)

/** The members that the specification makes mandatory, in its order. */
export const requiredMembers: readonly ClientSecretsMember[] = clientSecretsMembers.filter(({ required }) => required)

/** The names of the members whose value is a list. */
export const listMembers: readonly string[] = clientSecretsMembers.filter(({ list }) => list).map(({ name }) => name)

/** The two client types, each a member of the file that holds the client. */
export const clientTypes = ["web", "installed"] as const
