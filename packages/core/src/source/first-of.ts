import { checkSource, isSync, readDocument, readDocumentSync } from "./read-document.ts"
import type { Source, SourceDocument, SyncSource } from "./source.ts"

/**
 * Makes a chain of sources: the first that has the document gives it.
 *
 * It goes on only where a source says that the document is not there. A source that could not look, or whose document is
 * invalid, ends the chain: going on would hide the mistake behind another client.
 *
 * @example
 * ```ts
 * const source = firstOf(envSource(), fileSource())
 * ```
 * @returns a synchronous source if all of them are.
 * @throws {TypeError} without a source, or for something that is not one.
 */
export function firstOf(...sources: readonly SyncSource[]): SyncSource
export function firstOf(...sources: readonly Source[]): Source
export function firstOf(...sources: readonly Source[]): Source {
  // One at least: without any, the first is none.
  for (const source of [sources[0]!, ...sources]) checkSource(source)
  const chain: Source = {
    name: sources.map(source => source.name).join(", then "),
    sources: Object.freeze([...sources]),
    read: async context => (await readDocument(chain, context)) as SourceDocument | undefined,
  }
  if (!sources.every(isSync)) return chain
  const readSync = () => readDocumentSync(chain as SyncSource) as SourceDocument | undefined
  return Object.assign(chain, { readSync })
}
