import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { isUsageError, usageError } from "./usage-error.ts"

/**
 * Throws a copy of one of our errors: for the outermost function of a step.
 *
 * An error reporter that records local variables finds them by the stack of the error. The functions that made the error held
 * tokens and the provider's answer; the copy's stack contains none of them. Any other error is thrown unchanged, and so is the
 * reason of the caller's signal, which may be one of our errors.
 */
export function rethrow(thrown: unknown, signal?: AbortSignalLike): never {
  if (isUsageError(thrown)) rethrowUsageError(thrown)
  if (!ClientSecretsError.is(thrown) || (signal?.aborted && thrown === signal.reason)) throw thrown
  const copy = Object.assign(new ClientSecretsError(thrown.code, thrown.message), thrown)
  // The class of another copy of core, or one of the caller's that extends it.
  throw Object.setPrototypeOf(copy, Object.getPrototypeOf(thrown))
}

/** Throws a copy of an error of `usageError`, and any other error unchanged: for functions whose other errors hold nothing. */
export function rethrowUsageError(thrown: unknown): never {
  throw isUsageError(thrown) ? usageError(thrown.message) : thrown
}
