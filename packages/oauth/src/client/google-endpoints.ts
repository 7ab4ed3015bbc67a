import { isGoogleEndpoint as isListed } from "@client-secrets/recognize"
import { parseUri } from "./uri.ts"

/**
 * Whether an endpoint is one of Google's own to which a flow sends something: https, and without a query, however its URI is
 * spelled. Any other address below google.com
 * or googleapis.com is not: `script.google.com` and `storage.googleapis.com` run what others put there.
 */
export function isGoogleEndpoint(member: string, uri: string): boolean {
  const url = parseUri(uri)
  return url?.protocol === "https:" && url.search === "" && isListed(member, url)
}
