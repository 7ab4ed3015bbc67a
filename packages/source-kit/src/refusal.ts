/**
 * Returns a copy of the TypeError for something wrong that was passed, for the function of ours that it was passed to; anything
 * else that was thrown is returned unchanged.
 *
 * An error reporter that records local variables finds them by the stack of the error. The functions that checked what was passed
 * held a token or the environment; the copy's stack contains none of them. The outermost function forgets its own parameters
 * before it throws the copy. It has no default values and no closures over its parameters: engines keep a second copy for them.
 */
export function refusal(thrown: unknown): unknown {
  return thrown instanceof TypeError ? new TypeError(thrown.message) : thrown
}
