import type { ClientSecretsErrorCode } from "../error.ts"
import { kindOfValue } from "../kind-of-value.ts"
import { ownProperties } from "../platform.ts"

/** Codes that a source may use: all but those of the OAuth flow. */
export type SourceErrorCode = Exclude<
  ClientSecretsErrorCode,
  "rejected" | "untrusted_response" | "redirect_uri_mismatch" | "sign_in_required" | "scope_missing"
>

/** The meaning of a code, and whether the same read may succeed later. */
export interface SourceCodeMeaning {
  /** Follows the source's name in a message. */
  readonly phrase: string
  readonly transient: boolean
  /** Whether a client that was read before must not be used any more. */
  readonly endsCopy: boolean
}

/** Every code of a source. */
export const sourceCodes: Readonly<Record<SourceErrorCode, SourceCodeMeaning>> = {
  not_found: { phrase: "does not exist", transient: false, endsCopy: true },
  denied: { phrase: "may not be read", transient: false, endsCopy: true },
  revoked: { phrase: "was deleted or is marked for deletion", transient: false, endsCopy: true },
  redirected: { phrase: "answered with a redirect, which is not followed", transient: false, endsCopy: true },
  unsupported: { phrase: "cannot be read here", transient: false, endsCopy: true },
  untrusted_location: { phrase: "is in a place that others control", transient: false, endsCopy: true },
  timeout: { phrase: "did not answer in time", transient: true, endsCopy: false },
  throttled: { phrase: "was asked too often", transient: true, endsCopy: false },
  unavailable: { phrase: "could not be read", transient: true, endsCopy: false },
  aborted: { phrase: "was not read: the work was given up", transient: true, endsCopy: false },
  invalid: { phrase: "is not valid", transient: false, endsCopy: false },
  too_large: { phrase: "is too large", transient: false, endsCopy: false },
  client_mismatch: { phrase: "belongs to another client", transient: false, endsCopy: false },
  faulty_source: { phrase: "could not be read", transient: false, endsCopy: false },
}

export function isSourceCode(code: unknown): code is SourceErrorCode {
  return typeof code === "string" && Object.hasOwn(sourceCodes, code)
}

/** Where core finds the advice of an error: marked across copies of this package, and of sources that import only types. */
export const adviceMark: unique symbol = Symbol.for("client-secrets.hint")

/** The parts of a `SourceError` besides its code and advice. */
export interface SourceErrorOptions {
  /** Whether the same read may succeed later with nothing changed. @default true for `timeout`, `throttled`, `unavailable` and `aborted` */
  readonly transient?: boolean | undefined
  /** How long the store asked to wait before the next read, in milliseconds. @default 0 */
  readonly retryAfterMs?: number | undefined
}

/**
 * The error of a source that could not be read: a code for programs, and a sentence that tells the user what to do.
 *
 * `loadClientSecrets` and the loader turn it into a `ClientSecretsError` that names the source. The advice is printed, so it
 * must contain no value. If the document does not exist, `read()` returns `undefined` instead.
 *
 * @example
 * ```ts
 * if (response.status === 403) throw new SourceError("denied", "Grant the role `secrets-reader`.")
 * ```
 * @throws {TypeError} for a code that a source does not have, or advice that is not a string.
 */
export class SourceError extends Error {
  /** What went wrong, for a program to branch on. */
  readonly code: SourceErrorCode
  /** Whether the same read may succeed later with nothing changed. */
  readonly transient: boolean
  /** How long the store asked to wait before the next read, in milliseconds. */
  readonly retryAfterMs: number

  constructor(code: SourceErrorCode, advice: string, options: SourceErrorOptions = {}) {
    super(advice)
    if (!isSourceCode(code)) throw new TypeError(`The code must be one of ${Object.keys(sourceCodes).join(", ")}.`)
    if (typeof advice !== "string") throw new TypeError(`The advice must be a string; received ${kindOfValue(advice)}.`)
    this.code = code
    const { transient, retryAfterMs } = ownProperties(options)
    this.transient = transient ?? sourceCodes[code].transient
    this.retryAfterMs = retryAfterMs ?? 0
    // Outside the declaration, so that the classes of two copies are assignable to each other.
    Object.assign(this, { [adviceMark]: advice })
  }
}

Object.assign(SourceError.prototype, { name: "SourceError" })
