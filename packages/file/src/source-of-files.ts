import type { ReadContext, SourceDocument, SyncSource } from "@client-secrets/core"
import { type FileWork, runFileWork, runFileWorkSync, signalOf, untilAborted } from "@client-secrets/source-kit"

/** A document that was read from a file, with the path that it was read from: absolute where a search found it. */
export type FileDocument = SourceDocument & { readonly path: string }

/** A source of a file. */
export interface FileSource extends SyncSource {
  read(context?: ReadContext): Promise<FileDocument | undefined>
  readSync(): FileDocument | undefined
}

/** What came of looking for a file: its document, or why there is none, in words that may be printed. */
export interface FileFinding {
  readonly document: FileDocument | undefined
  readonly absence: string | undefined
}

export function found(document: FileDocument): FileFinding {
  return { document, absence: undefined }
}

export function absent(why: string): FileFinding {
  return { document: undefined, absence: why.trim() }
}

/**
 * Makes a source of work on files.
 *
 * Why nothing was found is worked out by the read itself, and kept for `hint()`: that is called within an asynchronous load,
 * where listing a folder must not block.
 */
export function sourceOfFiles(name: string, work: () => FileWork<FileFinding>): FileSource {
  let absence: string | undefined
  const accept = (finding: FileFinding) => {
    absence = finding.absence
    return finding.document
  }
  return {
    name,
    hint: () => absence,
    read: async context => accept(await untilAborted(signalOf(context), () => runFileWork(work()))),
    readSync: () => accept(runFileWorkSync(work())),
  }
}
