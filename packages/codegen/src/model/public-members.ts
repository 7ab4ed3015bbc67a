import type { PublicClient } from "@client-secrets/core"

/** A member of the format whose value may be published. */
export interface PublicMember {
  /** Its name in the file. */
  readonly name: string
  /** Its name in code. */
  readonly property: Exclude<keyof PublicClient, "type">
  /** What it is, and with that why it is public. One sentence. */
  readonly description: string
}

/**
 * Every member that is public, in the order of writing. **What is not listed here is secret**, whatever it is called:
 * providers put keys of their own into the file.
 */
export const publicMembers: readonly PublicMember[] = [
  {
    name: "client_id",
    property: "clientId",
    description:
      "What the authorization server knows the client by (RFC 6749 section 2.2); every sign-in link shows it.",
  },
  {
    name: "redirect_uris",
    property: "redirectUris",
    description: "The registered redirection endpoints (RFC 6749 section 3.1.2); every sign-in link shows one.",
  },
  {
    name: "auth_uri",
    property: "authUri",
    description: "The provider's authorization endpoint (RFC 6749 section 3.1), to which the browser is sent.",
  },
  {
    name: "token_uri",
    property: "tokenUri",
    description: "The provider's token endpoint (RFC 6749 section 3.2), the same for all of its clients.",
  },
  {
    name: "client_email",
    property: "clientEmail",
    description: "The service account address associated with the client.",
  },
  {
    name: "auth_provider_x509_cert_url",
    property: "authProviderX509CertUrl",
    description: "Where the provider publishes its certificates.",
  },
  {
    name: "client_x509_cert_url",
    property: "clientX509CertUrl",
    description: "Where the client's certificate is published.",
  },
  { name: "project_id", property: "projectId", description: "The Google Cloud project, a name and no credential." },
  {
    name: "javascript_origins",
    property: "javascriptOrigins",
    description: "The registered origins of pages in the browser.",
  },
  { name: "revoke_uri", property: "revokeUri", description: "The provider's revocation endpoint (RFC 7009)." },
  { name: "universe_domain", property: "universeDomain", description: "The Google Cloud universe." },
  { name: "issuer", property: "issuer", description: "The provider's issuer identifier (OpenID Connect Discovery)." },
  { name: "userinfo_uri", property: "userinfoUri", description: "The provider's UserInfo endpoint." },
  {
    name: "token_introspection_uri",
    property: "tokenIntrospectionUri",
    description: "The provider's introspection endpoint (RFC 7662).",
  },
]

/** A public member that a client has. */
export interface PublicEntry extends PublicMember {
  readonly value: string | readonly string[]
}

/** The public members of a client, its own ones alone, in the order of writing. */
export function publicEntries(client: Partial<PublicClient>): readonly PublicEntry[] {
  return publicMembers.flatMap(member => {
    const value = Object.hasOwn(client, member.property) ? client[member.property] : undefined
    return value === undefined ? [] : [{ ...member, value }]
  })
}
