import { describeMistake, isSync, readSource, readSourceSync } from "./read-source.ts"
import type { Source, SourceDocument, SyncSource } from "./source.ts"

/**
 * Creates a chain of sources: the first that has the document returns it.
 *
 * It reads on only if a source says that the document does not exist, or has only a part of it. A source that could not be
 * read, or whose document is invalid, ends the chain: reading on would hide the mistake behind another client.
 *
 * @example
 * ```ts
 * const source = firstOf(envSource(), fileSource())
 * ```
 * @returns a synchronous source if all of them are.
 * @throws {TypeError} without a source, or for something that is not a source.
 */
export function firstOf(...sources: readonly SyncSource[]): SyncSource
export function firstOf(...sources: readonly Source[]): Source
export function firstOf(...sources: readonly Source[]): Source {
  if (sources.length === 0) throw new TypeError("firstOf() needs at least one source.")
  const mistake = sources.map(source => describeMistake(source)).find(Boolean)
  if (mistake !== undefined) {
    // One may be the document: see describeMistake().
    sources = []
    throw new TypeError(mistake)
  }
  const chain: Source = {
    name: sources.map(source => source.name).join(", then "),
    sources: Object.freeze([...sources]),
    read: async context => (await readSource(chain, context)) as SourceDocument | undefined,
  }
  if (!sources.every(isSync)) return chain
  const readSync: SyncSource["readSync"] = context =>
    readSourceSync(chain as SyncSource, context) as SourceDocument | undefined
  return Object.assign(chain, { readSync })
}
