import type { ClientSecretsFile, ClientType } from "../format/client-secrets.ts"
import { type ClientEndpoints, googleEndpoints, withEndpoints } from "../format/endpoints.ts"
import { clientSecretsMembers } from "../format/members.ts"
import { ownProperties } from "../platform.ts"

/**
 * Makes a client file of single members, as in variables and consoles.
 *
 * Lists may be one string, and Google's endpoints are filled in if none exists at all. With one of the two, the other
 * is missing: otherwise the code would go to one provider and the secret to another.
 */
export function wrapMembers(
  members: Readonly<Record<string, unknown>>,
  type: ClientType = "web",
  endpoints: ClientEndpoints = googleEndpoints,
): ClientSecretsFile {
  const client: Record<string, unknown> = ownProperties(members)
  for (const { name } of listMembers) {
    if (typeof client[name] === "string") client[name] = listOf(client[name])
  }
  return { [type]: withEndpoints(client, endpoints) }
}

/**
 * Whether the members say themselves that there are no redirect URIs: a pair of id and secret is a client, whose flow needs
 * the option `redirectUri`.
 */
export function hasNoRedirectUris(members: Readonly<Record<string, unknown>>): boolean {
  const uris = ownProperties(members)["redirect_uris"]
  return Array.isArray(uris) && uris.length === 0
}

const listMembers = clientSecretsMembers.filter(({ list }) => list)

/** A list written as one string: JSON, or separated by commas or white space. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message may contain the text; the parser finds what is not a URI.
    return text.split(/[\s,]+/).filter(Boolean)
  }
}
