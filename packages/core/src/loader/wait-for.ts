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
    const end = (how: WaitEnd): void => {
      wakeNot()
      signal?.removeEventListener("abort", abort)
      resolve(how)
    }
    const abort = (): void => end("aborted")
    const settle = (): void => end("settled")
    const wakeNot = clock.sleep(milliseconds, () => end("expired"))
    signal?.addEventListener("abort", abort)
    promise.then(settle, settle)
  })
}
