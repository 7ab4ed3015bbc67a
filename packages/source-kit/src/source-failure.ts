import type { AbortSignalLike, ClientSecretsErrorCode } from "@client-secrets/core"

const hint = Symbol.for("client-secrets.hint")

/**
 * Makes the plain error that a source throws and core reads: a code, the message for the user, and whether trying again can help.
 *
 * The message contains no value and nothing of a foreign error; nothing else is attached to it.
 */
export function sourceFailure(code: ClientSecretsErrorCode, text: string, transient = false): Error {
  return Object.assign(new Error(text), { code, transient, [hint]: text })
}

/** Whether an error was made by `sourceFailure`, or is a `SourceError`, so that its message may be shown. */
export function isSourceFailure(error: unknown): boolean {
  try {
    return error instanceof Error && Object.hasOwn(error, hint)
  } catch {
    // A proxy that throws: a function of the user may throw anything.
    return false
  }
}

/**
 * Throws a copy of a failure, or of a `SourceError`: for the outermost function of a source.
 *
 * An error reporter that records local variables finds them by the stack of the error. The functions that made the failure
 * held the document; the copy's stack contains none of them. Any other error of a function that the caller passed is thrown
 * unchanged, and so is the reason of the caller's signal.
 */
export function rethrow(thrown: unknown, signal?: AbortSignalLike): never {
  if (!isSourceFailure(thrown) || (signal?.aborted && thrown === signal.reason)) throw thrown
  const failure = thrown as Error
  throw Object.setPrototypeOf(Object.assign(new Error(failure.message), failure), Object.getPrototypeOf(failure))
}
