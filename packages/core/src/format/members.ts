import type { MandatoryMember } from "./client-secrets.ts"

/** The five members that the specification makes mandatory, in its order. */
export const mandatoryMembers: readonly MandatoryMember[] = [
  "client_id",
  "client_secret",
  "redirect_uris",
  "auth_uri",
  "token_uri",
]

/** The two client types, each a member of the file that holds the client. */
export const clientTypes: readonly string[] = ["web", "installed"]

/** Members that providers and readers have added to the specification's, which may be of any type by its word. */
export const addedMembers: readonly string[] = [
  "project_id",
  "javascript_origins",
  "revoke_uri",
  "universe_domain",
  "issuer",
  "userinfo_uri",
  "token_introspection_uri",
]

/**
 * Every member that we know, in the order of writing.
 *
 * A member's kind is in its name: those that end in `s` are lists, `_uri` and `issuer` are endpoints, `_url` other URIs.
 */
export const members: readonly string[] = [
  ...mandatoryMembers,
  "client_email",
  "auth_provider_x509_cert_url",
  "client_x509_cert_url",
  ...addedMembers,
]

/** The property that holds a member: `client_id` is `clientId`. */
export function propertyOf(member: string): string {
  return member.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
