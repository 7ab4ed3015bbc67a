import type { AbortSignalLike } from "@client-secrets/core"

/**
 * Waits for work that knows no signal, and rejects with the signal's own reason as soon as it is aborted.
 *
 * The work itself continues; its result is then dropped.
 */
export function untilAborted<Result>(
  signal: AbortSignalLike | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (signal === undefined) return work()
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const onAbort = () => reject(signal.reason)
    const settle =
      <Value>(finish: (value: Value) => void) =>
      (value: Value) => {
        signal.removeEventListener("abort", onAbort)
        finish(value)
      }
    signal.addEventListener("abort", onAbort)
    work().then(settle(resolve), settle(reject))
  })
}
