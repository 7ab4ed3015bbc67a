import type { ClientSecretsError, SourceAttempt } from "../error.ts"
import type { Clock } from "../loader/clock.ts"
import { waitFor } from "../loader/wait-for.ts"
import { platform } from "../platform.ts"
import { sourceError } from "./classify-failure.ts"
import { orNotFound } from "./not-found.ts"
import type { FoundDocument } from "./read-source.ts"
import { linksOf, nameOf, readSource } from "./read-source.ts"
import type { AbortSignalLike, ReadContext, Source } from "./source.ts"

export interface ReadLimits {
  /** In milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignalLike | undefined
  readonly clock: Clock
}

/**
 * Reads a source's document within a time limit; a source that ignores its signal is abandoned.
 *
 * The source's signal is made here: on workerd one of another request throws when it is touched.
 *
 * @throws {ClientSecretsError} `timeout`, `not_found`, or the code for the source's failure.
 */
export async function readInTime(source: Source, context: ReadContext, limits: ReadLimits): Promise<FoundDocument> {
  const { timeout, signal, clock } = limits
  if (signal?.aborted) throw signal.reason
  const controller = new platform.AbortController()
  const attempts: SourceAttempt[] = []
  const reading = readSource(source, { ...context, signal: controller.signal }, attempts)
  const end = await waitFor(reading, timeout, signal, clock)
  if (end === "settled") return orNotFound(await reading, attempts, source)
  const reason = end === "aborted" ? signal?.reason : timeoutError(source, timeout, attempts)
  controller.abort(reason)
  throw reason
}

/** The error for no answer; `attempts` are the links that did answer. */
export function timeoutError(source: Source, timeout: number, attempts: readonly SourceAttempt[]): ClientSecretsError {
  // The link after the last one that answered is the one that did not.
  const name = nameOf(linksOf(source)[attempts.length] ?? source)
  return sourceError("timeout", name, `did not answer within ${timeout} ms.`, { attempts, transient: true })
}
