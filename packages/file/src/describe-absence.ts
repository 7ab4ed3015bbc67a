import { type FileWork, hiddenPath, listFolder, nodeModule, printPath } from "@client-secrets/source-kit"
import type { FileAbsence } from "./source-of-files.ts"

/** How the file is called in the guides of Google and of well-known programs, with `_` for `-` and without an ending. */
const usualNames = new Set([
  "credentials",
  "client_secret",
  "client_secrets",
  "client_id",
  "gcp_oauth.keys",
  "oauth2.keys",
])
const shownNames = 3

/** What is missing, and where. */
export interface MissingFile {
  /** The folders that were searched, each the parent of the previous one. */
  readonly folders: readonly string[]
  readonly name: string
  /** What to do so that it is found. */
  readonly remedy: string | undefined
}

/**
 * Says where a file was searched for, and which existing files are probably meant: downloads, and the names that guides use.
 *
 * It looks at names only and opens no file. A folder that cannot be listed is passed over.
 */
export function* describeAbsence({ folders, name, remedy }: MissingFile): FileWork<FileAbsence> {
  const similar = yield* findSimilarFiles(folders, name)
  return {
    place: `${printPath(name)} in ${printFolders(folders)}`,
    remedy,
    advice: similar.length === 0 ? undefined : adviseOnSimilar(similar, name),
    similar,
  }
}

/** What to do so that the file is found; undefined for a path that is not printed. */
export function adviseToPut(where: "at" | "into", path: string): string | undefined {
  const name = printPath(path)
  return name === hiddenPath ? undefined : `put the file ${where} ${name}`
}

function printFolders(folders: readonly string[]): string {
  const [first = "", last = first] = [folders[0], folders.at(-1)]
  return first === last ? printPath(first) : `${printPath(first)} and its parents up to ${printPath(last)}`
}

function adviseOnSimilar(similar: readonly string[], name: string): string {
  const more = similar.length > shownNames ? ` (and ${similar.length - shownNames} more)` : ""
  return `Is ${similar.slice(0, shownNames).join(" or ")}${more} the client file? If so, pass its path to fileSource(), or rename it to ${printPath(name)}.`
}

/** Of the first folder that has any. */
function* findSimilarFiles(folders: readonly string[], wanted: string): FileWork<readonly string[]> {
  const { join } = nodeModule<{ join(...parts: string[]): string }>("node:path")
  for (const folder of folders) {
    const names = (yield* listQuietly(folder)).filter(name => name !== wanted && looksLikeClientFile(name)).sort()
    if (names.length > 0) return names.map(name => printPath(join(folder, name)))
  }
  return []
}

/** Whether a name is that of a download, also of a second one, or with an ending that Windows hid and doubled. */
function looksLikeClientFile(name: string): boolean {
  if (name.length > 255 || !name.toLowerCase().includes(".json")) return false
  let stem = name.toLowerCase().replaceAll("-", "_")
  for (;;) {
    const shorter = stem.replace(/(\.json|\.txt| ?\(\d{1,3}\))$/, "")
    if (shorter === stem) break
    stem = shorter
  }
  return usualNames.has(stem) || stem.startsWith("client_secret_")
}

function* listQuietly(folder: string): FileWork<readonly string[]> {
  try {
    return (yield* listFolder(folder)) ?? []
  } catch {
    return []
  }
}
