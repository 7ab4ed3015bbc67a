import type { AbortSignalLike, ReadContext, SourceAbsence, SourceDocument, SyncSource } from "@client-secrets/core"
import {
  type FileWork,
  rethrow,
  runFileWork,
  runFileWorkSync,
  signalOf,
  untilAborted,
} from "@client-secrets/source-kit"

/** A document that was read from a file, with the path that it was read from: absolute where a search found it. */
export type FileDocument = SourceDocument & { readonly path: string }

/** A source of a file. */
export interface FileSource extends SyncSource {
  read(context?: ReadContext): Promise<FileDocument | undefined>
  readSync(): FileDocument | undefined
  absence?(): FileAbsence | undefined
}

/** Where a file was searched for, and which existing files may be meant. */
export interface FileAbsence extends SourceAbsence {
  /** The paths of files there that have a usual name of client files. They may be printed. @default none */
  readonly similar?: readonly string[] | undefined
}

/** The result of looking for a file: its document, or where it was searched for. */
export interface FileFinding {
  readonly document: FileDocument | undefined
  readonly absence: FileAbsence | undefined
}

export function found(document: FileDocument): FileFinding {
  return { document, absence: undefined }
}

export function absent(absence: FileAbsence): FileFinding {
  return { document: undefined, absence }
}

/**
 * Makes a source of work on files.
 *
 * Why nothing was found is worked out by the read itself, and kept for `absence()`: that is called within an asynchronous load,
 * where listing a folder must not block.
 */
export function sourceOfFiles(name: string, work: () => FileWork<FileFinding>): FileSource {
  let absence: FileAbsence | undefined
  const accept = (finding: FileFinding) => {
    absence = finding.absence
    return finding.document
  }
  const read = async (signal: AbortSignalLike | undefined) =>
    accept(await untilAborted(signal, () => runFileWork(work())))
  return {
    name,
    absence: () => absence,
    read(context) {
      const signal = signalOf(context)
      return read(signal).catch(thrown => rethrow(thrown, signal))
    },
    readSync() {
      try {
        return accept(runFileWorkSync(work()))
      } catch (thrown) {
        return rethrow(thrown)
      }
    },
  }
}
