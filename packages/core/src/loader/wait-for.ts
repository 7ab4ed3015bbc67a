import type { AbortSignalLike } from "../source/source.ts"
import type { Clock } from "./clock.ts"

/** How a wait ended. */
export type WaitEnd = "settled" | "expired" | "aborted"

/**
 * Waits until a promise has settled, so many milliseconds have passed, or the caller's signal aborts.
 *
 * By hand, since `Promise.race` would leave the timer and the listener behind, and edge-runtime has no `AbortSignal.any`.
 */
export function waitFor(
  promise: Promise<unknown>,
  milliseconds: number,
  signal: AbortSignalLike | undefined,
  clock: Clock,
): Promise<WaitEnd> {
  return new Promise(resolve => {
    let cancelTimer: (() => void) | undefined
    const end = (how: WaitEnd): void => {
      cancelTimer?.()
      signal?.removeEventListener("abort", abort)
      resolve(how)
    }
    const abort = (): void => end("aborted")
    const settle = (): void => end("settled")
    signal?.addEventListener("abort", abort)
    cancelTimer = clock.sleep(milliseconds, () => end("expired"))
    promise.then(settle, settle)
  })
}
