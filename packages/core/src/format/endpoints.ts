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
