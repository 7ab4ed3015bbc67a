import type { ClientSecretsErrorCode, ClientSecretsErrorDetails, SourceAttempt } from "../error.ts"
import { ClientSecretsError } from "../error.ts"
import { escapeText } from "../secret/printable.ts"

// What a source may say itself, and what says the same: a system's code, an error's name, a status.
const meanings = [
  "not_found ENOENT ENOTDIR 404",
  "denied EACCES EPERM NotCapable 401 403",
  "timeout ETIMEDOUT TimeoutError 408",
  "throttled 425 429",
  "revoked 410",
  "too_large 413",
  "aborted AbortError",
  "unavailable",
  "invalid",
  "redirected",
  "unsupported",
  "untrusted_location",
  "client_mismatch",
]

/**
 * Turns whatever a source threw into our error.
 *
 * It reads `code`, `status`, `name`, `transient`, `retryAfterMs` and the hint, and prints what cannot be a secret alone: a
 * status, a system's error code, and the hint, which is the source's own text. What says nothing counts as `unavailable`
 * for now, so that the caller may try again.
 */
export function readFailure(thrown: unknown, source: string, attempts: readonly SourceAttempt[]): ClientSecretsError {
  if (ClientSecretsError.is(thrown)) return thrown
  const [sign, status, name] = [read(thrown, "code", ""), read(thrown, "status", 0), read(thrown, "name", "")]
  const hint = read(thrown, Symbol.for("client-secrets.hint"), "")
  const code = (meaningOf(sign) ?? meaningOf(`${status}`) ?? meaningOf(name) ?? "unavailable") as ClientSecretsErrorCode
  // A store that understood the request and refused it will do so again.
  const isRefusal = status > 0 && status < 500
  const passes = code === "unavailable" ? !isRefusal : /^(timeout|throttled|aborted)$/.test(code)
  const detail = /^E(AI_)?[A-Z]{2,15}$/.test(sign)
    ? ` (${sign})`
    : /^[1-5]\d\d$/.test(`${status}`)
      ? ` (status ${status})`
      : ""
  return sourceError(code, source, `${code.replace("_", " ")}${detail}. ${escapeText(hint)}`.trim(), {
    attempts,
    transient: read(thrown, "transient", passes),
    retryAfterMs: read(thrown, "retryAfterMs", 0) || 0,
  })
}

/** The error for a source that has no document to give, after the `attempts` that came before. */
export function sourceError(
  code: ClientSecretsErrorCode,
  source: string,
  text: string,
  details: ClientSecretsErrorDetails = {},
): ClientSecretsError {
  const attempts = [...(details.attempts ?? []), { source, code }]
  return new ClientSecretsError(code, `${source}: ${text}`, { ...details, source, attempts })
}

function meaningOf(sign: string): string | undefined {
  return meanings.map(line => line.split(" ")).find(signs => signs.includes(sign))?.[0]
}

/** A property of whatever it is, if it is of the fallback's type; a getter or a proxy may throw. */
function read<Value>(thrown: unknown, key: PropertyKey, fallback: Value): Value {
  try {
    const value = (thrown as Record<PropertyKey, unknown>)[key]
    return typeof value === typeof fallback ? (value as Value) : fallback
  } catch {
    return fallback
  }
}
