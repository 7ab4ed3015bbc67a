import type { ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import type { ParseClientSecretsOptions } from "../format/parse.ts"
import { checkOptions } from "../format/parse.ts"
import { systemClock } from "../loader/clock.ts"
import { parseSourceDocument } from "./parse-source-document.ts"
import { checkSource } from "./read-document.ts"
import { readInTime } from "./read-in-time.ts"
import type { AbortSignalLike, Source } from "./source.ts"

/** Options of `loadClientSecrets`: the parser's, and when to give up. */
export interface LoadClientSecretsOptions<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = MandatoryMember,
> extends ParseClientSecretsOptions<Type, Optional> {
  /** Gives up when it aborts: the promise rejects with its `reason`, untouched. */
  readonly signal?: AbortSignalLike | undefined
  /** How long the source may take, in milliseconds; `Infinity` for ever. @default 10000 */
  readonly timeout?: number | undefined
}

/**
 * Reads a source once and gives the validated client.
 *
 * It does not retry, cache or refresh: `createLoader` does. For a source that answers at once, `loadClientSecretsSync`.
 *
 * @example
 * ```ts
 * const secrets = await loadClientSecrets(firstOf(envSource(), fileSource()), { type: "web" })
 * ```
 * @throws {ClientSecretsError} `not_found` with `attempts`; `invalid` with `issues`; `timeout`; `denied`, `throttled`,
 * `unavailable` and the other codes for what the source met, with `source`.
 * @throws {TypeError} for something that is not a source, or options that are not of their kind.
 */
export async function loadClientSecrets<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(source: Source, options: LoadClientSecretsOptions<Type, Optional> = {}): Promise<ClientSecrets<Type, Optional>> {
  checkSource(source)
  const { signal, timeout = 10_000 } = checkOptions(options)
  if (!(timeout >= 0)) throw new TypeError("timeout is a number, 0 or more.")
  return parseSourceDocument(await readInTime(source, {}, { timeout, signal, clock: systemClock }), options)
}
