import { platform } from "../platform.ts"

/** Where time comes from; a test passes its own. */
export interface Clock {
  /** The milliseconds since some fixed moment. */
  now(): number
  /** Calls `wake` once after that many milliseconds, never before `sleep` has returned. Returns a function that cancels the call. */
  sleep(milliseconds: number, wake: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(milliseconds, wake) {
    // A timer fires immediately if its delay exceeds the maximum.
    const timer = milliseconds < 2 ** 31 ? platform.setTimeout(wake, milliseconds) : undefined
    return () => platform.clearTimeout(timer)
  },
}
