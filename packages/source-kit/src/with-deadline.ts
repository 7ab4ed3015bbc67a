import type { AbortSignalLike } from "@client-secrets/core"
import { rethrow, sourceFailure } from "./source-failure.ts"

/** Rejects a delay that a timer does not accept: above 31 bits it would fire immediately. `Infinity` means no limit. */
export function checkTimeout(timeout: unknown): void {
  if (timeout === Number.POSITIVE_INFINITY) return
  if (typeof timeout === "number" && timeout > 0 && timeout < 2 ** 31) return
  throw new TypeError("The option timeout must be a number of milliseconds above 0, or Infinity for no limit.")
}

/**
 * Runs one read under a limit in milliseconds and under the caller's signal, whichever ends first.
 *
 * It rejects with the caller's own reason, or with `timeout`, even if the work ignores its signal. The signal of the work
 * aborts with it, whatever its result, so that nothing remains open that was not read completely.
 */
export async function withDeadline<Result>(
  caller: AbortSignalLike | undefined,
  limit: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (caller?.aborted) throw caller.reason
  // Made in the call: workerd refuses a controller of another request. By hand: edge-runtime has no AbortSignal.any.
  const controller = new AbortController()
  let abort = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const ended = new Promise<never>((_, reject) => {
    abort = () => reject(caller?.reason)
    if (limit === Number.POSITIVE_INFINITY) return
    timer = setTimeout(() => reject(sourceFailure("timeout", `No whole answer came within ${limit} ms.`, true)), limit)
  })
  caller?.addEventListener("abort", abort)
  try {
    return await Promise.race([work(controller.signal), ended])
  } catch (thrown) {
    return rethrow(thrown, caller)
  } finally {
    clearTimeout(timer)
    caller?.removeEventListener("abort", abort)
    controller.abort()
  }
}
