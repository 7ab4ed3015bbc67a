import {
  type FileWork,
  lookUpLink,
  lookUpPath,
  nodeModule,
  printPath,
  readBoundedFile,
  sourceFailure,
} from "@client-secrets/source-kit"
import type { FileDocument } from "./file-source.ts"
import { projectFolders } from "./project-folders.ts"

export const fileName = "client_secrets.json"

/**
 * Looks for `client_secrets.json` in a folder and upward, no further than its project.
 *
 * The Ruby client looks up to the root and takes what it finds: there, a file planted above a checkout redirects the
 * token endpoint.
 *
 * @throws `untrusted_location` for a file that somebody else may have put there.
 */
export function* findProjectFile(start: string, maxBytes: number): FileWork<FileDocument | undefined> {
  const { join } = nodeModule<{ join(...parts: string[]): string }>("node:path")
  for (const folder of yield* projectFolders(start)) {
    const path = join(folder, fileName)
    const found = yield* readBoundedFile(path, maxBytes)
    if (found === undefined) continue
    const name = printPath(path)
    // Docker makes a directory where the file to be mounted is missing.
    if (found === "directory") throw sourceFailure("unsupported", `${name} is a directory.`)
    const doubt = yield* doubtOf(path, folder, found.status)
    if (doubt === undefined) return { content: found.bytes, path, hint: () => `It was found as ${name}.` }
    throw sourceFailure("untrusted_location", `${doubt}: if it is yours, give its path to fileSource. Found: ${name}`)
  }
  return undefined
}

interface Owned {
  readonly uid: number
  readonly mode: number
}

const writableByOthers = 0o002

/** Why somebody else than this user and root may have made the file or its content; undefined where nobody can. */
function* doubtOf(path: string, folder: string, file: Owned): FileWork<string | undefined> {
  const user = effectiveUser()
  if (user === undefined) return undefined
  const isForeign = (owned: Owned | undefined) => owned?.uid !== user && owned?.uid !== 0
  const isOpen = (owned: Owned | undefined) => ((owned?.mode ?? writableByOthers) & writableByOthers) !== 0
  // The file itself, and the link to it if it is one.
  if (isForeign(file) || isForeign(yield* lookUpLink(path))) return "It belongs to another user"
  if (isOpen(file)) return "Others can write it"
  const directory = yield* lookUpPath(folder)
  if (isForeign(directory)) return "Its directory belongs to another user"
  if (isOpen(directory)) return "Others can write its directory"
  return undefined
}

interface Process {
  geteuid?(): number
}

/** This process's user; undefined on Windows, which has no such owners. */
function effectiveUser(): number | undefined {
  const { process } = globalThis as { process?: Process }
  try {
    return process?.geteuid?.()
  } catch {
    throw sourceFailure("denied", "Deno: run with --allow-sys=uid, to tell whose file was found, or give its path.")
  }
}
