import { googleEndpoints } from "./google-endpoints.ts"

/** The members of a client, by their names in the file. */
type Members = Readonly<Record<string, unknown>>

/** The two endpoints that a client file needs. */
interface Endpoints {
  readonly authUri: string
  readonly tokenUri: string
}

/**
 * Makes a client file of single members, as in variables and consoles.
 *
 * Lists may be one string, and Google's endpoints are filled in if none exists at all. With one of the two, the other
 * is missing: otherwise the code would go to one provider and the secret to another.
 *
 * @param lists the names of the members whose value is a list
 */
export function wrapMembers(
  members: Members,
  lists: readonly string[],
  type: "web" | "installed" = "web",
  endpoints: Endpoints = googleEndpoints,
): Readonly<Record<string, Members>> {
  const client: Record<string, unknown> = Object.assign(Object.create(null), members)
  for (const name of lists) {
    const value = client[name]
    if (typeof value === "string") client[name] = splitList(value)
  }
  return { [type]: withEndpoints(client, endpoints) }
}

/** The members of a client with these endpoints, where it names neither: with one of the two, the other is missing. */
export function withEndpoints(members: Members, endpoints: Endpoints | undefined): Members {
  if (endpoints === undefined) return members
  const { auth_uri: authUri, token_uri: tokenUri } = members
  const isNamed = [authUri, tokenUri].some(uri => uri !== undefined && uri !== null && uri !== "")
  if (isNamed) return members
  return Object.assign(Object.create(null), members, { auth_uri: endpoints.authUri, token_uri: endpoints.tokenUri })
}

/** The value of a list that is written as one string: JSON, or separated by commas or white space. */
export function splitList(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message may contain the text; the parser finds what is not a URI.
    return text.split(/[\s,]+/).filter(Boolean)
  }
}

/**
 * Whether the members say themselves that there are no redirect URIs: a pair of id and secret is a client, whose flow needs
 * the option `redirectUri`.
 */
export function hasNoRedirectUris(members: Members): boolean {
  const uris = Object.hasOwn(members, "redirect_uris") ? members["redirect_uris"] : undefined
  return Array.isArray(uris) && uris.length === 0
}
