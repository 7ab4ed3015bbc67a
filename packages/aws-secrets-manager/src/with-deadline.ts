import type { ReadContext } from "@client-secrets/core"
import { sourceFailure } from "@client-secrets/source-kit"

/**
 * Runs one read under a time limit in milliseconds and under the caller's signal.
 *
 * It settles as soon as either ends, with the caller's own reason or with `timeout`, even where the work ignores its
 * signal: the SDK turns every abort into the same `AbortError`, whatever the reason was.
 */
export function withDeadline<Result>(
  context: ReadContext | undefined,
  timeout: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const caller = context?.signal
    // Made here and not earlier: workerd refuses a controller that another request made.
    const controller = new AbortController()
    const stop = (reason: unknown) => {
      reject(reason)
      controller.abort(reason)
    }
    const onAbort = () => stop(caller?.reason)
    if (caller?.aborted) return onAbort()
    caller?.addEventListener("abort", onAbort)
    const onTimeout = () => stop(sourceFailure("timeout", `No whole answer came within ${timeout} ms.`, true))
    const timer = setTimeout(onTimeout, timeout)
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer)
        caller?.removeEventListener("abort", onAbort)
      })
  })
}

/** Refuses what a timer does not take: above 31 bits it would fire at once. */
export function checkTimeout(timeout: number): void {
  if (!(timeout > 0 && timeout < 2 ** 31)) throw new TypeError("timeout takes milliseconds above 0.")
}
