// A separate entry, without `node:`: core and oauth have it built in.

import { withoutTrailingDot } from "./hosts.ts"

/** The members of a client file, and the names of discovery, whose value is an endpoint. */
export type EndpointMember =
  | "auth_uri"
  | "token_uri"
  | "revoke_uri"
  | "userinfo_uri"
  | "token_introspection_uri"
  | "device_authorization_uri"
  | "issuer"

/**
 * Google's endpoints, by the member that may name them: host and path. All of them are Google's own; other hosts below
 * `google.com` and `googleapis.com` serve what anyone puts there (Apps Script, Cloud Storage, Forms).
 *
 * @see https://accounts.google.com/.well-known/openid-configuration
 */
export const googleAliases: Readonly<Record<EndpointMember, readonly string[]>> = {
  auth_uri: ["accounts.google.com/o/oauth2/auth", "accounts.google.com/o/oauth2/v2/auth"],
  token_uri: [
    "oauth2.googleapis.com/token",
    "oauth2.mtls.googleapis.com/token",
    "accounts.google.com/o/oauth2/token",
    "www.googleapis.com/oauth2/v3/token",
    "www.googleapis.com/oauth2/v4/token",
  ],
  revoke_uri: [
    "oauth2.googleapis.com/revoke",
    "oauth2.mtls.googleapis.com/revoke",
    "accounts.google.com/o/oauth2/revoke",
  ],
  userinfo_uri: [
    "openidconnect.googleapis.com/v1/userinfo",
    "openidconnect.mtls.googleapis.com/v1/userinfo",
    "www.googleapis.com/oauth2/v1/userinfo",
    "www.googleapis.com/oauth2/v2/userinfo",
    "www.googleapis.com/oauth2/v3/userinfo",
  ],
  token_introspection_uri: [
    "oauth2.googleapis.com/introspect",
    "oauth2.googleapis.com/tokeninfo",
    "oauth2.mtls.googleapis.com/tokeninfo",
    "www.googleapis.com/oauth2/v1/tokeninfo",
    "www.googleapis.com/oauth2/v2/tokeninfo",
    "www.googleapis.com/oauth2/v3/tokeninfo",
  ],
  device_authorization_uri: [
    "oauth2.googleapis.com/device/code",
    "oauth2.mtls.googleapis.com/device/code",
    "accounts.google.com/o/oauth2/device/code",
  ],
  issuer: ["accounts.google.com/"],
}

/** Google's endpoints as its console writes them into a client file. */
export const googleEndpoints: { readonly authUri: string; readonly tokenUri: string } = Object.freeze({
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
})

/** Google's issuer, as its metadata and ID tokens name it. */
export const googleIssuer = "https://accounts.google.com"

/**
 * Whether a URL is one of Google's for this member, whatever its scheme and query, for which other rules exist. A member
 * that is not listed above has none.
 */
export function isGoogleEndpoint(
  member: string,
  { host, pathname }: { readonly host: string; readonly pathname: string },
): boolean {
  return Object.hasOwn(googleAliases, member) && googleAliases[member as EndpointMember].includes(host + pathname)
}

const googleHosts: ReadonlySet<string> = new Set(
  Object.values(googleAliases)
    .flat()
    .map(alias => alias.slice(0, alias.indexOf("/"))),
)

/**
 * Whether one of Google's endpoints is on this host. Another address there may still lead to Google's sign-in:
 * `accounts.google.com/o/oauth2/auth?hl=en` does.
 *
 * @param hostname as a parsed URL has it
 */
export function isGoogleHost(hostname: string): boolean {
  return googleHosts.has(withoutTrailingDot(hostname))
}
