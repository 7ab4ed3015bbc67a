import { readForeignError, readProperty } from "@client-secrets/recognize"
import type { ClientSecretsErrorCode, ClientSecretsErrorDetails, SourceAttempt } from "../error.ts"
import { ClientSecretsError } from "../error.ts"
import { kindOfValue } from "../kind-of-value.ts"
import { ownProperties } from "../platform.ts"
import { escapeAdvice } from "../secret/escape-advice.ts"
import { adviceMark, isSourceCode, type SourceErrorCode, sourceCodes } from "./source-error.ts"

interface FailureRow {
  readonly code: SourceErrorCode
  /** The codes of an operating system. */
  readonly systemCodes?: readonly string[]
  /** The names of errors. */
  readonly names?: readonly string[]
  /** The status codes of HTTP. */
  readonly statuses?: readonly number[]
}

/** The meaning of foreign errors. Everything else means that the source could not be read, temporarily or permanently. */
const table: readonly FailureRow[] = [
  { code: "not_found", systemCodes: ["ENOENT", "ENOTDIR"], statuses: [404] },
  { code: "denied", systemCodes: ["EACCES", "EPERM"], names: ["NotCapable"], statuses: [401, 403] },
  { code: "timeout", systemCodes: ["ETIMEDOUT"], names: ["TimeoutError"], statuses: [408] },
  { code: "throttled", statuses: [425, 429] },
  { code: "revoked", statuses: [410] },
  { code: "too_large", statuses: [413] },
  { code: "aborted", names: ["AbortError"] },
]
// A row that has no column must not inherit one.
const rows = table.map(ownProperties)

// A refusal has no separate code: it is `unavailable`, and still must not be bridged by an old client.
const refusals = new WeakSet<object>()

/**
 * Turns whatever a source threw into our error.
 *
 * It reads the code, the status, the name, `transient`, `retryAfterMs` and the advice of a `SourceError`. It prints only what
 * cannot be a secret: the status, a system's code, the class of the error, and the advice, which is the source's own text. The
 * message of a foreign error is never printed.
 */
export function classifyFailure(
  thrown: unknown,
  source: string,
  attempts: readonly SourceAttempt[],
): ClientSecretsError {
  if (ClientSecretsError.is(thrown)) return withAttempts(thrown, source, attempts)
  const foreign = readForeignError(thrown)
  const given = readProperty(thrown, "code")
  const status = statusOf(thrown)
  const advice = adviceOf(thrown)
  const known = isSourceCode(given)
    ? given
    : rows.find(row => matches(row, given, status, readProperty(thrown, "name")))?.code
  const isSilent = known === undefined && status === undefined && advice === undefined
  const code = known ?? (isSilent && foreign.isMistake ? "faulty_source" : "unavailable")
  // A store that understood the request and refused it will do so again.
  const isRefusal = code === "unavailable" && status !== undefined && status < 500
  const passes = sourceCodes[code].transient && !isRefusal && foreign.trustError === undefined
  const transient = readProperty(thrown, "transient")
  const retryAfterMs = readProperty(thrown, "retryAfterMs")
  const error = sourceError(code, source, messageOf(thrown, code, advice), {
    attempts,
    transient: typeof transient === "boolean" ? transient : passes,
    retryAfterMs: typeof retryAfterMs === "number" && retryAfterMs > 0 ? retryAfterMs : 0,
  })
  if (isRefusal) refusals.add(error)
  return error
}

/** Whether an error means that a client that was read before must not be used any more. */
export function endsCopy(error: unknown): boolean {
  // An error that is not ours was thrown by onWarning: it refused a new document.
  if (!ClientSecretsError.is(error) || error.transient) return false
  return refusals.has(error) || (isSourceCode(error.code) && sourceCodes[error.code].endsCopy)
}

/** The error for a source that has no document to return, after the `attempts` that came before. */
export function sourceError(
  code: ClientSecretsErrorCode,
  source: string,
  text: string,
  details: ClientSecretsErrorDetails = {},
): ClientSecretsError {
  const attempts = [...(ownProperties(details).attempts ?? []), { source, code }]
  return new ClientSecretsError(code, `${source} ${text}`, { ...details, source, attempts })
}

/** Our own error, of a source that read another one, with the links that were tried before it. */
function withAttempts(error: ClientSecretsError, source: string, before: readonly SourceAttempt[]): ClientSecretsError {
  if (before.length === 0 && error.attempts?.length > 0) return error
  const own = error.attempts?.length > 0 ? error.attempts : [{ source: error.source ?? source, code: error.code }]
  const { issues, transient, retryAfterMs, provider } = error
  const whole = new ClientSecretsError(error.code, error.message, {
    issues: issues ?? [],
    source: error.source ?? source,
    transient: transient === true,
    retryAfterMs: retryAfterMs ?? 0,
    attempts: [...before, ...own],
    ...(provider && { provider }),
  })
  if (refusals.has(error)) refusals.add(whole)
  return whole
}

function matches(row: FailureRow, code: unknown, status: number | undefined, name: unknown): boolean {
  if (typeof code === "string" && row.systemCodes?.includes(code)) return true
  if (status !== undefined) return row.statuses?.includes(status) ?? false
  return typeof name === "string" && (row.names?.includes(name) ?? false)
}

/** The status of HTTP, as `status` or, in axios and the AWS SDK, as `statusCode`. */
function statusOf(thrown: unknown): number | undefined {
  const statuses = [readProperty(thrown, "status"), readProperty(thrown, "statusCode")]
  return statuses.find(
    (status): status is number => Number.isInteger(status) && Number(status) >= 100 && Number(status) < 600,
  )
}

function adviceOf(thrown: unknown): string | undefined {
  try {
    const advice: unknown =
      Object.hasOwn(thrown as object, adviceMark) && (thrown as Record<symbol, unknown>)[adviceMark]
    if (typeof advice === "string" && advice !== "") return advice
  } catch {
    // Nothing that has properties, or a getter that throws.
  }
  return undefined
}

/** Follows the source's name. */
function messageOf(thrown: unknown, code: SourceErrorCode, advice: string | undefined): string {
  const { phrase } = sourceCodes[code]
  const { className, systemCode, trustError } = readForeignError(thrown)
  const status = statusOf(thrown)
  const detail = trustError?.code ?? systemCode ?? (status === undefined ? undefined : `status ${status}`)
  const head = detail === undefined ? phrase : `${phrase} (${detail})`
  if (advice !== undefined) return `${head}. ${escapeAdvice(advice)}`
  if (trustError !== undefined) return `${head}. The certificate of its server is not trusted. ${trustError.advice}`
  if (detail !== undefined || !phrase.endsWith("could not be read")) return `${head}.`
  const what = isObject(thrown) ? className : kindOfValue(thrown)
  return `${head}: it threw ${what}. Run the source by itself to see it, or throw new SourceError(code, advice).`
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null
}
