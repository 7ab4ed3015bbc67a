import { googleEndpoints as googleEndpointsOfFiles } from "@client-secrets/recognize"

/** The two endpoints of a provider that a client file names. */
export interface ClientEndpoints {
  /** The authorization endpoint (RFC 6749 section 3.1), an https URL. */
  readonly authUri: string
  /** The token endpoint (RFC 6749 section 3.2), an https URL. */
  readonly tokenUri: string
}

/**
 * Google's endpoints, as its console writes them into a client file: for the option `endpoints`, where a file of Google's
 * names none.
 *
 * @example
 * const secrets = parseClientSecrets(text, { endpoints: googleEndpoints })
 */
export const googleEndpoints: ClientEndpoints = googleEndpointsOfFiles

/** The members of a client with these endpoints, where it names neither: with one of the two, the other is missing. */
export function withEndpoints(
  members: Readonly<Record<string, unknown>>,
  endpoints: ClientEndpoints | undefined,
): Readonly<Record<string, unknown>> {
  if (endpoints === undefined) return members
  const { auth_uri: authUri, token_uri: tokenUri } = members
  const isNamed = [authUri, tokenUri].some(uri => uri !== undefined && uri !== null && uri !== "")
  if (isNamed) return members
  return Object.assign(Object.create(null), members, { auth_uri: endpoints.authUri, token_uri: endpoints.tokenUri })
}
