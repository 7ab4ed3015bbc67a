import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs"
import { join } from "node:path"
import { ownOptions } from "@client-secrets/source-kit"
import { isClientFile } from "./client-file.ts"

/** The folders of a resolved configuration, and the prefix of its addresses. */
export interface ServedFolders {
  readonly root: string
  readonly base: string
  readonly publicDir: string
}

/** If a framework has disabled Vite's public folder, as Nuxt does, it publishes `public` of the project itself. */
export function publicFolders({ root, publicDir }: ServedFolders): readonly string[] {
  return publicDir === "" ? [join(root, "public"), join(root, "..", "public")] : [publicDir]
}

const listed = ownOptions({ withFileTypes: true } as const) as { withFileTypes: true }

/** The paths of the client files in a folder, at any depth. */
export function clientFilesIn(folder: string, names: readonly string[]): readonly string[] {
  return [...filesBelow(folder, new Set())].filter(path => isClientFile(path, names))
}

/**
 * Every file of a folder that can be read, also behind links, since Vite copies these. Each folder once: Node's own recursive
 * listing follows links in circles from version 22 on, and does not follow them before.
 */
function* filesBelow(folder: string, seen: Set<string>): Generator<string> {
  const entries = listFolder(folder, seen)
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const isFolder = entry.isSymbolicLink() ? isLinkToFolder(path) : entry.isDirectory()
    if (isFolder) yield* filesBelow(path, seen)
    else yield path
  }
}

/** Nothing for a folder that was seen, is missing or cannot be read. */
function listFolder(folder: string, seen: Set<string>): readonly Dirent[] {
  try {
    const real = realpathSync(folder)
    if (seen.has(real)) return []
    seen.add(real)
    return readdirSync(folder, listed)
  } catch {
    return []
  }
}

/** False also for a link to nothing or to itself. */
function isLinkToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The files that may be served at an address: after `/@fs/` any file, otherwise one of the root or of a public folder. */
export function filesAt(addressParts: readonly string[], folders: ServedFolders): readonly string[] {
  const address = addressParts.join("/")
  const [, onDisk] = address.split("/@fs/")
  // With a drive letter it is a path already.
  if (onDisk !== undefined) return [onDisk, `/${onDisk}`]
  const inBase = address.startsWith(folders.base) ? [address.slice(folders.base.length)] : []
  return [folders.root, ...publicFolders(folders)].flatMap(folder => [address, ...inBase].map(one => join(folder, one)))
}
