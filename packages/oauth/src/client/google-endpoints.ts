import { type EndpointMember, isGoogleEndpoint as isOneOf } from "@client-secrets/source-kit/google-endpoints"
import { parseUri } from "./uri.ts"

export type { EndpointMember } from "@client-secrets/source-kit/google-endpoints"

export const googleIssuer = "https://accounts.google.com"

/**
 * Whether an endpoint of a client file is one of Google's own, however its URI is spelled. Any other address below google.com
 * or googleapis.com is not: `script.google.com` and `storage.googleapis.com` run what others put there.
 */
export function isGoogleEndpoint(member: EndpointMember, uri: string): boolean {
  const url = parseUri(uri)
  return url?.protocol === "https:" && url.search === "" && isOneOf(member, url)
}
