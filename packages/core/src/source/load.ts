import type { SourceAttempt } from "../error.ts"
import type { ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import type { ParseClientSecretsOptions } from "../format/parse-options.ts"
import { checkOptions } from "../format/parse-options.ts"
import { kindOfValue } from "../kind-of-value.ts"
import { systemClock } from "../loader/clock.ts"
import { orNotFound } from "./not-found.ts"
import { clientOf, parseSourceDocument } from "./parse-source-document.ts"
import { readInTime } from "./read-in-time.ts"
import { describeMistake, readSourceSync } from "./read-source.ts"
import type { AbortSignalLike, Source, SyncSource } from "./source.ts"

/** Options of `loadClientSecrets`: the parser's, and when to stop. */
export interface LoadClientSecretsOptions<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = MandatoryMember,
> extends ParseClientSecretsOptions<Type, Optional> {
  /** Stops when it aborts: the promise rejects with its `reason`, unchanged. @default none */
  readonly signal?: AbortSignalLike | undefined
  /** How long the source may take, in milliseconds; `Infinity` for no limit. @default 10000 */
  readonly timeout?: number | undefined
}

/**
 * Reads a source once and resolves with the validated client.
 *
 * It does not retry, cache or refresh: `createLoader` does. For a source that answers synchronously there is
 * `loadClientSecretsSync`.
 *
 * @example
 * ```ts
 * const secrets = await loadClientSecrets(firstOf(envSource(), fileSource()), { type: "web" })
 * ```
 * @throws {ClientSecretsError} `not_found` with `attempts`; `invalid` with `issues`; `timeout`; `denied`, `throttled`,
 * `unavailable` and the other codes for what happened to the source, with `source`.
 * @throws {TypeError} for something that is not a source, or an option that has the wrong type.
 */
export async function loadClientSecrets<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(source: Source, options?: LoadClientSecretsOptions<Type, Optional>): Promise<ClientSecrets<Type, Optional>> {
  const mistake = describeMistake(source)
  if (mistake !== undefined) {
    // It may be the document: see describeMistake().
    source = undefined as never
    throw new TypeError(mistake)
  }
  const own = checkOptions(options === undefined ? {} : options)
  const { signal, timeout = 10_000 } = own
  if (!(typeof timeout === "number" && timeout >= 0))
    throw new TypeError(
      `The option timeout must be a number of milliseconds, 0 or more; received ${kindOfValue(timeout)}.`,
    )
  // In one expression: when an error is thrown, no variable of this frame holds the document.
  return clientOf<Type, Optional>(
    parseSourceDocument(await readInTime(source, {}, { timeout, signal, clock: systemClock }), own),
  )
}

/**
 * Reads a source that answers synchronously (environment, dotenv, file, a chain of those) and returns the validated client.
 *
 * It blocks while a file is read, and has no timeout. A server that is already running uses `loadClientSecrets`.
 *
 * @example
 * ```ts
 * const secrets = loadClientSecretsSync(fileSource(), { type: "installed" })
 * ```
 * @throws {ClientSecretsError} `not_found` with `attempts`; `invalid` with `issues`; `denied`, `unavailable` and the other
 * codes for what happened to the source, with `source`.
 * @throws {TypeError} for something that is not a synchronous source, or an option that has the wrong type.
 */
export function loadClientSecretsSync<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(source: SyncSource, options?: ParseClientSecretsOptions<Type, Optional>): ClientSecrets<Type, Optional> {
  const mistake = describeMistake(source, "readSync")
  if (mistake !== undefined) {
    // It may be the document: see describeMistake().
    source = undefined as never
    throw new TypeError(mistake)
  }
  const own = checkOptions(options === undefined ? {} : options)
  const attempts: SourceAttempt[] = []
  return clientOf<Type, Optional>(
    parseSourceDocument(orNotFound(readSourceSync(source, {}, attempts), attempts, source), own),
  )
}
