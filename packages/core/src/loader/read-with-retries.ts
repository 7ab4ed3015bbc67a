import { ClientSecretsError } from "../error.ts"
import { readInTime } from "../source/read-in-time.ts"
import type { FoundDocument } from "../source/read-source.ts"
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

/** A document, and when the attempt began that returned it. */
export interface SourceRead {
  readonly document: FoundDocument
  readonly readAt: number
}

/**
 * Reads a source, and again after a transient failure: with full jitter, doubling from 100 ms to 2 s, or as long as the
 * store asked for, where that leaves time for another attempt.
 *
 * @returns the document, and when the attempt began that returned it: it knows nothing of later changes.
 */
export async function readWithRetries(
  source: Source,
  context: ReadContext,
  { retries, attemptTimeout, timeout, signal, clock, random }: RetryLimits,
): Promise<SourceRead> {
  let readAt = clock.now()
  const deadline = readAt + timeout
  for (let retry = 0; ; retry++) {
    try {
      // A clock may leap past the deadline between two looks at it.
      const limits = { timeout: Math.max(Math.min(attemptTimeout, deadline - readAt), 0), signal, clock }
      return { document: await readInTime(source, context, limits), readAt }
    } catch (error) {
      if (!ClientSecretsError.is(error) || !error.transient || retry >= retries) throw error
      const wait = Math.max(random() * Math.min(100 * 2 ** retry, 2_000), error.retryAfterMs)
      if (clock.now() + wait >= deadline) throw error
      await waitFor(new Promise(() => {}), wait, signal, clock)
      readAt = clock.now()
    }
  }
}
