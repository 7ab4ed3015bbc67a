import {
  checkMaxBytes,
  type FileWork,
  lookUpPath,
  nodeModule,
  ownOptions,
  pathOf,
  printPath,
  readBoundedFile,
  realPath,
  refusal,
} from "@client-secrets/source-kit"
import { adviseToPut, describeAbsence } from "./describe-absence.ts"
import { fileName, findTrustedFile } from "./find-project-file.ts"
import { projectFolders } from "./project-folders.ts"
import { absent, type FileAbsence, type FileFinding, type FileSource, found, sourceOfFiles } from "./source-of-files.ts"

/** Options of `fileSource` and `userConfigSource`. */
export interface FileSourceOptions {
  /** The largest file that is read, in bytes. @default 65536 */
  readonly maxBytes?: number | undefined
}

/**
 * Makes a source that reads a file: the one at a path, or `client_secrets.json` of the project.
 *
 * Without a path it searches for `client_secrets.json` from the working directory upward; if the path is a folder, from
 * there. The search ends at the project's folder (the repository or workspace, otherwise the nearest package), and never
 * goes above the home folder, into the root folder, or to another file system. A file that is found must belong to this
 * process's user or root, and nobody else may be able to write it or its folder. A file at a path is read whoever owns it.
 *
 * The file is opened for each read, once and without blocking. Nothing is watched: a loader's `ttl` notices a change. The
 * document has no `version`, since a file can change while its size and times stay the same. `~` is not expanded.
 *
 * Reading throws `denied`; `too_large`; `unsupported` for a FIFO, a device, a link that leads back to itself, or a runtime
 * without files; `untrusted_location`; or `unavailable`.
 *
 * @example
 * ```ts
 * const secrets = await loadClientSecrets(fileSource("/run/secrets/client_secrets.json"))
 * ```
 * @param path relative to the working directory at the time of the read, or a `file:` URL
 * @throws {TypeError} for a path or an option of the wrong type
 */
export function fileSource(path?: string | { readonly href: string }, options?: FileSourceOptions): FileSource {
  try {
    return makeSource(path, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    path = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(path?: string | { readonly href: string }, options?: FileSourceOptions): FileSource {
  const maxBytes = checkMaxBytes(ownOptions(options).maxBytes)
  const place = path === undefined ? undefined : pathOf(path)
  return sourceOfFiles(`file ${printPath(place ?? fileName)}`, () =>
    place === undefined ? searchProject(".", maxBytes) : readPlace(place, maxBytes),
  )
}

function* readPlace(path: string, maxBytes: number): FileWork<FileFinding> {
  const file = yield* readBoundedFile(path, maxBytes)
  if (file === "directory") return yield* searchProject(path, maxBytes)
  if (file === undefined) return absent(yield* describeAbsenceAt(path))
  return found({ content: file.bytes, path })
}

function* searchProject(start: string, maxBytes: number): FileWork<FileFinding> {
  const folders = yield* projectFolders(start)
  const document = yield* findTrustedFile(folders, maxBytes)
  if (document !== undefined) return found(document)
  const [first] = folders
  if (first !== undefined)
    return absent(yield* describeAbsence({ folders, name: fileName, remedy: adviseToPut("into", first) }))
  return absent(yield* describeUnsearched(start))
}

const missingFolder = "the folder does not exist, or may not be read"

function* describeUnsearched(start: string): FileWork<FileAbsence> {
  // Only of a folder that exists the whole path is known.
  const folder = yield* realPath(start)
  return {
    place: `${fileName} in ${folder === undefined ? "the working directory" : printPath(folder)}`,
    state: folder === undefined ? missingFolder : "not searched: it is the root folder, or holds the home folder",
    remedy: "pass the path of the file to fileSource()",
  }
}

function* describeAbsenceAt(path: string): FileWork<FileAbsence> {
  if (path.startsWith("~"))
    return { place: printPath(path), advice: "Only a shell expands `~`. Pass the whole path of the file." }
  const { basename, resolve, dirname } = nodeModule<PathModule>("node:path")
  const folder = resolve(dirname(path))
  const name = basename(path)
  const remedy = adviseToPut("at", path)
  if ((yield* lookUpQuietly(folder)) !== undefined) return yield* describeAbsence({ folders: [folder], name, remedy })
  return { place: `${printPath(name)} in ${printPath(folder)}`, state: missingFolder, remedy }
}

interface PathModule {
  basename(path: string): string
  dirname(path: string): string
  resolve(path: string): string
}

function* lookUpQuietly(path: string): FileWork<unknown> {
  try {
    return yield* lookUpPath(path)
  } catch {
    return undefined
  }
}
