import { platform } from "../platform.ts"

/** Where time comes from; a test hands in its own. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number
  /** Calls `wake` once after that many milliseconds, never before `sleep` has returned; gives back what calls it off. */
  sleep(milliseconds: number, wake: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(milliseconds, wake) {
    // With more than a timer can hold, it would fire at once.
    const timer = milliseconds < 2 ** 31 ? platform.setTimeout(wake, milliseconds) : undefined
    return () => platform.clearTimeout(timer)
  },
}
