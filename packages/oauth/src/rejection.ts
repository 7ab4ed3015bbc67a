import { type AnyClientSecrets, ClientSecretsError, type ProviderError } from "@client-secrets/core"
import type { Client } from "./client.ts"
import { holdsAny } from "./holds-any.ts"

/** What was refused, as far as the message needs it. */
interface Refused {
  readonly client: Client
  readonly endpoint: ProviderError["endpoint"] | "discovery" | "keys"
  readonly sensitive?: readonly string[] | undefined
}

/** An authorization server's error as ours: its code, what it says where that is safe to print, and what helps. */
export function createRejection(
  { client: { secrets }, endpoint, sensitive = [] }: Refused,
  place: string,
  answer: { readonly error?: unknown; readonly error_description?: unknown },
): ClientSecretsError {
  const secret = secrets.clientSecret?.reveal() ?? ""
  const held = [secret, ...sensitive]
  const error = safeText(answer.error, held) ?? "unprintable"
  const description = safeText(answer.error_description, held)
  const hint = hintFor(error, secrets, secret)
  const message = `${place} refused: ${error}${description ? ` (${description})` : ""}.${hint ? ` ${hint}` : ""}`
  if (endpoint === "discovery" || endpoint === "keys") return new ClientSecretsError("untrusted_response", message)
  const said = { ...(description && { description }), ...(hint && { hint }) }
  return new ClientSecretsError("rejected", message, { provider: { endpoint, error, ...said } })
}

// RFC 6749's characters for both: printable ASCII without quote and backslash.
function safeText(value: unknown, sensitive: readonly string[]): string | undefined {
  if (typeof value !== "string" || !/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(value)) return undefined
  return holdsAny(value, sensitive) ? undefined : value
}

function hintFor(error: string, { type, clientId }: AnyClientSecrets, secret: string): string | undefined {
  switch (error) {
    case "invalid_client":
    case "unauthorized_client":
      return /[\s\u200b-\u200f\ufeff]/.test(`${clientId}${secret}`)
        ? "The client id or secret holds white space or an invisible character."
        : `The secret was rotated or is another client's, the type ${type} is wrong (Google's device flow has its own), or clientAuthentication is.`
    case "invalid_grant":
      return "The code or refresh token is used, revoked, expired (Google: after 7 days in testing) or of another request: sign in again."
    case "access_denied":
      return "The user said no, or may not (Google: is no test user)."
    case "redirect_uri_mismatch":
      return "Register it character by character; pickRedirectUri says how the nearest differs."
    default:
      return undefined
  }
}
