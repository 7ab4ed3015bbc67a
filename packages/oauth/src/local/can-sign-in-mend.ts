import { ClientSecretsError } from "@client-secrets/core"

/**
 * Errors of a token endpoint that concern the client or the server, and not the user's grant:
 * the same error would come after a new sign-in.
 *
 * Any other error means that this refresh token is of no use any more. RFC 6749 has `invalid_grant` for that, but Dex
 * answers `invalid_request` and GitHub `bad_refresh_token`. A list of these would lock out the users of the next one.
 */
const notAboutTheGrant = new Set([
  // RFC 6749 section 5.2, and 4.1.2.1 for servers that use them here
  "invalid_client",
  "unauthorized_client",
  "temporarily_unavailable",
  "server_error",
  // RFC 8628
  "slow_down",
  // GitHub
  "incorrect_client_credentials",
  // Google
  "deleted_client",
  "disabled_client",
  "rate_limit_exceeded",
])

/** Whether a refresh failed in a way that a new sign-in mends. */
export function canSignInMend(error: unknown): boolean {
  if (!ClientSecretsError.is(error) || error.code !== "rejected") return false
  const { provider } = error
  return provider?.endpoint === "token" && !notAboutTheGrant.has(provider.error)
}
