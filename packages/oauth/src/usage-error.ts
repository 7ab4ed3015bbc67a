const usageErrors = new WeakSet<object>()

/**
 * The error for something wrong that a caller passed to a step of a flow. It is known as ours, so that `rethrow` may copy it: the
 * functions that made it held what was passed, which may be a code or a token.
 */
export function usageError(message: string): TypeError {
  const error = new TypeError(message)
  usageErrors.add(error)
  return error
}

/** Whether `usageError` made it. */
export function isUsageError(thrown: unknown): thrown is TypeError {
  return typeof thrown === "object" && thrown !== null && usageErrors.has(thrown)
}
