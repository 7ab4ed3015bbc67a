import type { MandatoryMember } from "./client-secrets.ts"

/** The five members that the specification makes mandatory, in its order. */
export const mandatoryMembers: readonly MandatoryMember[] = [
  "client_id",
  "client_secret",
  "redirect_uris",
  "auth_uri",
  "token_uri",
]

/**
 * Every member of the format that we know, and its property, in the order of writing.
 *
 * A member's kind is in its name: `_uris` and `_origins` are lists, `_uri` and `issuer` endpoints, `_url` other URIs.
 */
export const properties: ReadonlyMap<string, string> = new Map(
  [
    ...mandatoryMembers,
    "client_email",
    "auth_provider_x509_cert_url",
    "client_x509_cert_url",
    "project_id",
    "javascript_origins",
    "revoke_uri",
    "universe_domain",
    "issuer",
    "userinfo_uri",
    "token_introspection_uri",
  ].map(name => [name, name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())]),
)
