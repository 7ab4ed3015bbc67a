import type { ReadContext, SourceDocument, SyncSource } from "@client-secrets/core"
import {
  checkMaxBytes,
  type FileWork,
  ownOptions,
  pathOf,
  printPath,
  readBoundedFile,
  runFileWork,
  runFileWorkSync,
  untilAborted,
} from "@client-secrets/source-kit"
import { explainAbsence } from "./explain-absence.ts"
import { fileName, findProjectFile } from "./find-project-file.ts"

/** Options of `fileSource`. */
export interface FileSourceOptions {
  /** The largest file that is read, in bytes. @default 65536 */
  readonly maxBytes?: number | undefined
}

/** A document that was read from a file, with the path that it was read from: absolute where a search found it. */
export type FileDocument = SourceDocument & { readonly path: string }

/** A source of a file. */
export interface FileSource extends SyncSource {
  read(context?: ReadContext): Promise<FileDocument | undefined>
  readSync(): FileDocument | undefined
}

/**
 * Makes a source of a file: the one at a path, or `client_secrets.json` of the project.
 *
 * Without a path, `client_secrets.json` is searched for from the working directory upward, and from a directory if the
 * path is one: no further than the project (the repository or workspace, else the nearest package), never above the
 * home directory, in the root, or on another file system. What is found so must belong to this process's user or root
 * and lie where others cannot write. A file at a path is read as it is, whoever owns it. `~` is not expanded.
 *
 * The file is opened anew for each read, once and without blocking. Nothing is watched: a loader's `ttl` is what
 * notices a change. It gives no `version`, since a file can change with its size and times the same.
 *
 * @example
 * ```ts
 * const secrets = await loadClientSecrets(fileSource("/run/secrets/client_secrets.json"))
 * ```
 * @param path from the working directory at the time of the read, or a `file:` URL
 * @returns a source that throws `denied`; `too_large`; `unsupported` for a FIFO, a device, a loop of links, or a runtime
 * without files; `untrusted_location`; or `unavailable`.
 * @throws {TypeError} for a path or an option that is not of its kind.
 */
export function fileSource(path?: string | { readonly href: string }, options?: FileSourceOptions): FileSource {
  const maxBytes = checkMaxBytes(ownOptions(options).maxBytes)
  const place = path === undefined ? undefined : pathOf(path)
  const work = () => (place === undefined ? findProjectFile(".", maxBytes) : readPlace(place, maxBytes))
  return {
    name: `file ${printPath(place ?? fileName)}`,
    hint: () => explainAbsence(place ?? fileName),
    read: async context => untilAborted(context?.signal, () => runFileWork(work())),
    readSync: () => runFileWorkSync(work()),
  }
}

function* readPlace(path: string, maxBytes: number): FileWork<FileDocument | undefined> {
  const found = yield* readBoundedFile(path, maxBytes)
  if (found === "directory") return yield* findProjectFile(path, maxBytes)
  return found && { content: found.bytes, path }
}
