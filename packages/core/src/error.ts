import type { ClientSecretsIssue } from "./format/issue.ts"

/**
 * What went wrong, for a program to branch on.
 *
 * - `invalid`: the document breaks the format; `issues` lists every problem.
 * - `not_found`: no source has it. `denied`: it may not be read. `revoked`: it was deleted or is to be.
 * - `timeout`, `throttled`, `unavailable`: could not be read this time.
 * - `too_large`: more than `maxBytes`. `redirected`: the store answered with a redirect.
 * - `unsupported`: this runtime or this place cannot provide it. `untrusted_location`: a file found by search that others can plant.
 * - `aborted`: the work was stopped by something other than the caller's own signal.
 * - `client_mismatch`: the secret is of another client.
 * - `faulty_source`: a source has a mistake in its code: it threw a TypeError, for example, or returned something that is not a document.
 * - `rejected`: the authorization server answered with an OAuth error; `provider` contains it.
 * - `untrusted_response`: an answer that does not belong to the request that was made, or breaks the protocol.
 * - `redirect_uri_mismatch`: no registered redirect URI matches the requested one.
 * - `sign_in_required`: only the user can help, by signing in.
 * - `scope_missing`: the user signed in, and did not grant every requested scope.
 */
export type ClientSecretsErrorCode =
  | "invalid"
  | "not_found"
  | "denied"
  | "timeout"
  | "throttled"
  | "unavailable"
  | "too_large"
  | "redirected"
  | "revoked"
  | "unsupported"
  | "untrusted_location"
  | "aborted"
  | "client_mismatch"
  | "faulty_source"
  | "rejected"
  | "untrusted_response"
  | "redirect_uri_mismatch"
  | "sign_in_required"
  | "scope_missing"

/** One step of a chain: a source, and its result. */
export interface SourceAttempt {
  readonly source: string
  readonly code: ClientSecretsErrorCode
}

/** An authorization server's own error (RFC 6749 sections 4.1.2.1 and 5.2), filtered: it contains nothing of the request. */
export interface ProviderError {
  /** Which endpoint answered. */
  readonly endpoint: "authorization" | "token" | "revocation" | "device_authorization" | "userinfo"
  /** The error code, such as `invalid_grant`; `unprintable` where it is not one. */
  readonly error: string
  /** The server's `error_description`, where it is safe to print. */
  readonly description?: string
  /** The usual cause and what to do, for the codes that people meet. */
  readonly hint?: string
}

/** The parts of a `ClientSecretsError` besides its code and message; its properties with the same names describe each. */
export interface ClientSecretsErrorDetails {
  readonly issues?: readonly ClientSecretsIssue[]
  readonly source?: string | undefined
  readonly transient?: boolean
  readonly attempts?: readonly SourceAttempt[]
  readonly retryAfterMs?: number
  readonly provider?: ProviderError
}

const marker = Symbol.for("client-secrets.ClientSecretsError")

/**
 * The only error class of this project: its message, `issues` and every other part contain no value of the document.
 *
 * Foreign errors (an engine's, an SDK's) are summarized in the message and never attached: there is no `cause`.
 * Use `ClientSecretsError.is(value)`, which works across copies of the package, instead of `instanceof`.
 */
export class ClientSecretsError extends Error {
  /** What went wrong, for a program to branch on. */
  readonly code: ClientSecretsErrorCode
  /** Every problem of the document; empty if no document was read. */
  readonly issues: readonly ClientSecretsIssue[] = []
  /** The name of the source that returned the document or failed, if a source was read. */
  declare readonly source: string | undefined
  /** Whether the same read may succeed later with nothing changed. */
  readonly transient: boolean = false
  /** The sources that were tried, in order. */
  readonly attempts: readonly SourceAttempt[] = []
  /** How long the store asked to wait before the next read, in milliseconds; 0 if it did not. */
  readonly retryAfterMs: number = 0
  /** The authorization server's error, if it answered with one. */
  readonly provider: ProviderError | undefined

  constructor(code: ClientSecretsErrorCode, message: string, details?: ClientSecretsErrorDetails) {
    super(message)
    this.code = code
    Object.assign(this, details)
  }

  /** Whether a value is a `ClientSecretsError` of this or another copy of the package. */
  static is(value: unknown): value is ClientSecretsError {
    try {
      return (value as Record<symbol, unknown>)[marker] === true
    } catch {
      // Nothing, or a proxy that throws: a source may throw anything.
      return false
    }
  }
}

// The mark is outside the declaration, so that the classes of two copies are assignable to each other.
Object.assign(ClientSecretsError.prototype, { name: "ClientSecretsError", [marker]: true })
