import { type AnyClientSecrets, ClientSecretsError, type ProviderError } from "@client-secrets/core"
import { hints, messages } from "../messages.ts"
import { repeatsSecret } from "./repeats-secret.ts"

/** The endpoint that answered with an error. */
export type RejectingEndpoint = ProviderError["endpoint"] | "discovery" | "keys"

/** The request that was refused, as far as the message needs it. */
interface Refused {
  readonly client: AnyClientSecrets | undefined
  readonly endpoint: RejectingEndpoint
  readonly sensitive: readonly string[]
}

/**
 * Error codes of specifications, and of providers whose codes programs branch on. They are never withheld: a secret of
 * a test setup may well contain "client" or "authorization".
 */
const registeredErrors: ReadonlySet<string> = new Set([
  // RFC 6749 sections 4.1.2.1 and 5.2
  "invalid_request",
  "invalid_client",
  "invalid_grant",
  "unauthorized_client",
  "unsupported_grant_type",
  "unsupported_response_type",
  "invalid_scope",
  "access_denied",
  "server_error",
  "temporarily_unavailable",
  // RFC 6750 section 3.1
  "invalid_token",
  "insufficient_scope",
  // RFC 7009 section 2.2.1
  "unsupported_token_type",
  // RFC 8628 section 3.5
  "authorization_pending",
  "slow_down",
  "expired_token",
  // RFC 8707 section 2, RFC 9396 section 5
  "invalid_target",
  "invalid_authorization_details",
  // OpenID Connect Core 1.0 section 3.1.2.6
  "interaction_required",
  "login_required",
  "account_selection_required",
  "consent_required",
  "invalid_request_uri",
  "invalid_request_object",
  "request_not_supported",
  "request_uri_not_supported",
  "registration_not_supported",
  // Google
  "redirect_uri_mismatch",
  "deleted_client",
  "disabled_client",
  "admin_policy_enforced",
  "org_internal",
  "rate_limit_exceeded",
  // GitHub
  "incorrect_client_credentials",
  "incorrect_device_code",
  "bad_verification_code",
  "bad_refresh_token",
  "device_flow_disabled",
  "unverified_user_email",
])

/** Creates our error from an authorization server's: its code, its description if that is safe to print, and a hint. */
export function createRejection(
  { client, endpoint, sensitive }: Refused,
  place: string,
  answer: { readonly error?: unknown; readonly error_description?: unknown },
): ClientSecretsError {
  const held = [client?.clientSecret?.reveal() ?? "", ...sensitive]
  const error = printableError(answer.error, held)
  const description = printableDescription(answer.error_description, held)
  const hint = hintFor(error, endpoint, client)
  const what = error === undefined ? messages.refusedUnprintable(place) : messages.refused(place, error)
  const message = `${what}${description ? ` (${description})` : ""}.${hint ? ` ${hint}` : ""}`
  // The issuer's own documents need no client: an error there is not about it.
  if (endpoint === "discovery" || endpoint === "keys") return new ClientSecretsError("untrusted_response", message)
  const provider: ProviderError = {
    endpoint,
    error: error ?? "unprintable",
    ...(description !== undefined && { description }),
    ...(hint !== undefined && { hint }),
  }
  return new ClientSecretsError("rejected", message, { provider })
}

/** RFC 6749's characters: printable ASCII without quote and backslash. */
function printableError(error: unknown, secrets: readonly string[]): string | undefined {
  if (typeof error !== "string") return undefined
  if (registeredErrors.has(error)) return error
  const isPrintable = /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,100}$/.test(error)
  return isPrintable && !repeatsSecret(error, secrets) ? error : undefined
}

const mostCharacters = 500

/**
 * Controls, invisible formatting (bidirectional, zero width), lone surrogates and line breaks. A string: an engine checks the
 * literal of an expression when it reads the file, whether it is used or not, and Unicode's categories take it longest.
 */
const unprintable = "[\\p{C}\\p{Zl}\\p{Zp}]+"

/** Providers write more than RFC 6749 allows: in their own language, with quotes, and at length. */
function printableDescription(description: unknown, secrets: readonly string[]): string | undefined {
  if (typeof description !== "string") return undefined
  // Longer than the printed part, so that a secret at the point of truncation is found too.
  const start = description.slice(0, 2 * mostCharacters)
  if (repeatsSecret(start, secrets)) return undefined
  const printable = start.replace(new RegExp(unprintable, "gu"), " ").trim()
  const isCut = printable.length > mostCharacters || description.length > start.length
  return (isCut ? `${cut(printable)}…` : printable) || undefined
}

/** Cuts without leaving half a character. */
function cut(text: string): string {
  return text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, "")
}

function hintFor(
  error: string | undefined,
  endpoint: RejectingEndpoint,
  client: AnyClientSecrets | undefined,
): string | undefined {
  switch (error) {
    case "invalid_client":
    case "unauthorized_client":
    case "incorrect_client_credentials":
      return hasWhiteSpace(client) ? hints.whiteSpace : hints.clientRefused(endpoint === "device_authorization")
    case "invalid_grant":
    case "bad_refresh_token":
      return hints.grantInvalid
    case "access_denied":
      return hints.accessDenied
    case "redirect_uri_mismatch":
      return hints.redirectUriMismatch
    default:
      return undefined
  }
}

function hasWhiteSpace(client: AnyClientSecrets | undefined): boolean {
  return /[\s\u200b-\u200f\ufeff]/.test(`${client?.clientId ?? ""}${client?.clientSecret?.reveal() ?? ""}`)
}
