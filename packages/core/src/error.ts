import type { ClientSecretsIssue } from "./format/issue.ts"

/**
 * What went wrong, for a program to branch on.
 *
 * - `invalid`: the document breaks the format; `issues` says all of how.
 * - `not_found`: no source has it. `denied`: it may not be read. `revoked`: it was deleted or is to be.
 * - `timeout`, `throttled`, `unavailable`: could not be had this time.
 * - `too_large`: more than `maxBytes`. `redirected`: the store answered with a redirect.
 * - `unsupported`: this runtime or this place cannot give it. `untrusted_location`: a file found by search that others can plant.
 * - `aborted`: the work was given up by something other than the caller's own signal.
 * - `client_mismatch`: the secret is of another client.
 * - `faulty_source`: a source has a mistake in its program: it threw a TypeError, say, or returned something that is not a document.
 * - `rejected`: the authorization server answered with an OAuth error; `provider` holds it.
 * - `untrusted_response`: an answer that does not belong to the request that was made, or breaks the protocol.
 * - `redirect_uri_mismatch`: no registered redirect URI is the one that was asked for.
 * - `sign_in_required`: only the user can help, by signing in.
 * - `scope_missing`: the user signed in, and did not grant everything that was asked for.
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

/** What a chain tried: a source, and what came of it. */
export interface SourceAttempt {
  readonly source: string
  readonly code: ClientSecretsErrorCode
}

/** An authorization server's own error (RFC 6749 sections 4.1.2.1 and 5.2), filtered: it holds nothing of the request. */
export interface ProviderError {
  /** Which endpoint answered. */
  readonly endpoint: "authorization" | "token" | "revocation" | "device_authorization" | "userinfo"
  /** The error code, such as `invalid_grant`; `unprintable` where it is not one. */
  readonly error: string
  /** The server's `error_description`, where it is safe to print. */
  readonly description?: string
  /** What usually causes it and what to do, for the codes that people meet. */
  readonly hint?: string
}

/** What a `ClientSecretsError` is made of, besides its code and message; its properties of the same names say what each is. */
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
 * The one error of this project: its message, `issues` and every other part hold no value of the document.
 *
 * Foreign errors (an engine's, an SDK's) are summarised in the message and never attached: there is no `cause`.
 * Use `ClientSecretsError.is(value)`, which holds across copies of the package, instead of `instanceof`.
 */
export class ClientSecretsError extends Error {
  /** What went wrong, for a program to branch on. */
  readonly code: ClientSecretsErrorCode
  /** Every problem of the document at once; empty where the document was not had. */
  readonly issues: readonly ClientSecretsIssue[] = []
  /** The name of the source that gave the document or failed, where there was one. */
  declare readonly source: string | undefined
  /** Whether the same read may succeed later with nothing changed. */
  readonly transient: boolean = false
  /** What was tried, in order. */
  readonly attempts: readonly SourceAttempt[] = []
  /** How long the store asked to be left alone, in milliseconds; 0 where it did not. */
  readonly retryAfterMs: number = 0
  /** What the authorization server said, where it answered with an error of its own. */
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
      // Nothing, or a proxy that throws: what a source threw may be anything.
      return false
    }
  }
}

// The mark is outside the declaration, so that the classes of two copies are assignable to each other.
Object.assign(ClientSecretsError.prototype, { name: "ClientSecretsError", [marker]: true })
