import type { ClientSecretsErrorCode, SourceAttempt } from "./error.ts"
import { ClientSecretsError } from "./error.ts"
import { escapeText } from "./escape.ts"

// What a source may say itself; the other codes are the flow's.
const codes =
  "invalid not_found denied timeout throttled unavailable too_large redirected revoked unsupported untrusted_location aborted client_mismatch"

// A Map, since what is looked up may be anything.
const meanings = new Map<unknown, string>([
  ...codes.split(" ").map(code => [code, code] as const),
  ["ENOENT", "not_found"],
  ["ENOTDIR", "not_found"],
  ["EACCES", "denied"],
  ["EPERM", "denied"],
  ["NotCapable", "denied"],
  ["ETIMEDOUT", "timeout"],
  ["TimeoutError", "timeout"],
  ["AbortError", "aborted"],
  [401, "denied"],
  [403, "denied"],
  [404, "not_found"],
  [408, "timeout"],
  [410, "revoked"],
  [413, "too_large"],
  [425, "throttled"],
  [429, "throttled"],
])

const hintSymbol = Symbol.for("client-secrets.hint")

const retryAfters = new WeakMap<object, number>()

/**
 * Turns whatever a source threw into our error.
 *
 * It reads `code`, `status`, `name`, `transient`, `retryAfterMs` and the hint, and prints what cannot be a secret alone: a
 * status, a system's error code, and the hint, which is the source's own text. What says nothing counts as `unavailable`
 * for now, so that the caller may try again.
 */
export function readFailure(thrown: unknown, source: string, attempts: readonly SourceAttempt[]): ClientSecretsError {
  const read = (key: PropertyKey): unknown => {
    try {
      return (thrown as Record<PropertyKey, unknown>)[key]
    } catch {
      // A getter or a proxy threw, or nothing was thrown.
      return undefined
    }
  }
  const error = isOurs(thrown) ? thrown : summarise(read, source, attempts)
  const retryAfter = read("retryAfterMs")
  if (typeof retryAfter === "number" && retryAfter > 0) retryAfters.set(error, retryAfter)
  return error
}

function isOurs(thrown: unknown): thrown is ClientSecretsError {
  try {
    return ClientSecretsError.is(thrown)
  } catch {
    return false
  }
}

function summarise(
  read: (key: PropertyKey) => unknown,
  source: string,
  attempts: readonly SourceAttempt[],
): ClientSecretsError {
  const [sign, status, transient, hint] = [read("code"), read("status"), read("transient"), read(hintSymbol)]
  const meaning = meanings.get(sign) ?? meanings.get(status) ?? meanings.get(read("name")) ?? "unavailable"
  const code = meaning as ClientSecretsErrorCode
  // A store that understood the request and refused it will do so again.
  const isRefusal = typeof status === "number" && status < 500
  const passes = code === "unavailable" ? !isRefusal : /^(timeout|throttled|aborted)$/.test(code)
  const isErrno = typeof sign === "string" && /^E(AI_)?[A-Z]{2,15}$/.test(sign)
  const detail = isErrno
    ? ` (${sign})`
    : Number.isInteger(status) && /^[1-5]..$/.test(`${status}`)
      ? ` (status ${status})`
      : ""
  const advice = typeof hint === "string" ? ` ${escapeText(hint)}` : ""
  return new ClientSecretsError(code, `${source}: ${code.replace("_", " ")}${detail}.${advice}`, {
    source,
    transient: typeof transient === "boolean" ? transient : passes,
    attempts: [...attempts, { source, code }],
  })
}

/** How long the store asked to be left alone, in milliseconds; 0 where it did not. */
export function retryAfterOf(error: unknown): number {
  return retryAfters.get(error as object) ?? 0
}
