import { parseUri } from "./uri.ts"

export const googleIssuer = "https://accounts.google.com"

/**
 * Google's own endpoints, by the member of the client file that names them. Any other address below google.com or
 * googleapis.com is not Google's own: `script.google.com` and `storage.googleapis.com` run what others put there.
 */
const googleEndpoints: Readonly<Record<string, ReadonlySet<string>>> = {
  auth_uri: new Set(["https://accounts.google.com/o/oauth2/auth", "https://accounts.google.com/o/oauth2/v2/auth"]),
  token_uri: new Set([
    "https://oauth2.googleapis.com/token",
    "https://oauth2.mtls.googleapis.com/token",
    "https://accounts.google.com/o/oauth2/token",
    "https://www.googleapis.com/oauth2/v3/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://www.mtls.googleapis.com/oauth2/v4/token",
  ]),
  revoke_uri: new Set([
    "https://oauth2.googleapis.com/revoke",
    "https://oauth2.mtls.googleapis.com/revoke",
    "https://accounts.google.com/o/oauth2/revoke",
  ]),
  userinfo_uri: new Set([
    "https://openidconnect.googleapis.com/v1/userinfo",
    "https://openidconnect.mtls.googleapis.com/v1/userinfo",
    "https://www.googleapis.com/oauth2/v1/userinfo",
    "https://www.googleapis.com/oauth2/v2/userinfo",
    "https://www.googleapis.com/oauth2/v3/userinfo",
    "https://www.googleapis.com/userinfo/v2/me",
  ]),
  token_introspection_uri: new Set([
    "https://oauth2.googleapis.com/tokeninfo",
    "https://oauth2.mtls.googleapis.com/tokeninfo",
    "https://www.googleapis.com/oauth2/v1/tokeninfo",
    "https://www.googleapis.com/oauth2/v2/tokeninfo",
    "https://www.googleapis.com/oauth2/v3/tokeninfo",
  ]),
  issuer: new Set([`${googleIssuer}/`]),
}

/** Whether an endpoint of a client file is one of Google's own, however its URI is spelled. */
export function isGoogleEndpoint(member: string, uri: string): boolean {
  return googleEndpoints[member]?.has(parseUri(uri)?.href ?? "") === true
}
