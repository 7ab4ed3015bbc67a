import type { ClientSecretsError } from "../error.ts"
import type { FoundDocument } from "../source/read-document.ts"
import { readInTime } from "../source/read-in-time.ts"
import type { AbortSignalLike, ReadContext, Source } from "../source/source.ts"
import type { Clock } from "./clock.ts"
import { waitFor } from "./wait-for.ts"

export interface RetryLimits {
  readonly retries: number
  /** For one attempt, in milliseconds. */
  readonly attemptTimeout: number
  /** For all of them with the waits in between. */
  readonly timeout: number
  readonly signal: AbortSignalLike
  readonly clock: Clock
  readonly random: () => number
}

/**
 * Reads a source, and again after a transient failure: full jitter, doubling from 100 ms to 2 s, or as long as the store
 * asked for, where that leaves time for another attempt.
 *
 * @returns the document, and when the attempt that gave it began: what was changed later, it cannot know.
 */
export async function readWithRetries(
  source: Source,
  context: ReadContext,
  { retries, attemptTimeout, timeout, signal, clock, random }: RetryLimits,
): Promise<{ readonly document: FoundDocument; readonly readAt: number }> {
  const deadline = clock.now() + timeout
  for (let retry = 0; ; retry++) {
    const readAt = clock.now()
    try {
      const limits = { timeout: Math.min(attemptTimeout, deadline - readAt), signal, clock }
      return { document: await readInTime(source, context, limits), readAt }
    } catch (error) {
      const { transient, retryAfterMs } = error as ClientSecretsError
      const wait = Math.max(random() * Math.min(100 * 2 ** retry, 2_000), retryAfterMs)
      if (!transient || retry >= retries || clock.now() + wait >= deadline) throw error
      await waitFor(new Promise(() => {}), wait, signal, clock)
    }
  }
}
