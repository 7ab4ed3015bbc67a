import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from "node:fs"
import { join, sep } from "node:path"
import { systemCodeOf } from "../command-failure.ts"

/** A file to search, or a reason why something cannot be. */
export type ListedFile = { readonly path: string } | { readonly path: string; readonly unread: string }

/**
 * Everything below some paths that has content, in the order of names, each once.
 *
 * `.git` is left out: its objects are compressed. A link to a file is followed; one to a folder is not, since what is below
 * the paths is listed anyway: one that leads elsewhere is said.
 */
export function* listFiles(paths: readonly string[], isExcluded: (path: string) => boolean): Generator<ListedFile> {
  const roots = paths.flatMap(path => {
    try {
      return [realpathSync(path)]
    } catch {
      return []
    }
  })
  for (const path of paths) yield* listPath(path, roots, isExcluded)
}

function* listPath(
  path: string,
  roots: readonly string[],
  isExcluded: (path: string) => boolean,
): Generator<ListedFile> {
  if (isExcluded(path)) return
  try {
    // What is named itself may be a link.
    if (statSync(path).isDirectory()) yield* listFolder(path, roots, isExcluded)
    else yield { path }
  } catch (error) {
    yield { path, unread: systemCodeOf(error) }
  }
}

function* listFolder(
  folder: string,
  roots: readonly string[],
  isExcluded: (path: string) => boolean,
): Generator<ListedFile> {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    yield { path: folder, unread: systemCodeOf(error) }
    return
  }
  entries.sort((left, right) => (left.name < right.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (isExcluded(path)) continue
    if (entry.isDirectory()) {
      if (entry.name !== ".git") yield* listFolder(path, roots, isExcluded)
    } else if (entry.isSymbolicLink()) {
      yield* listLink(path, roots)
    } else if (entry.name !== ".git" || lstatSync(path).size > 4096) {
      // A worktree's .git is a file that names a folder.
      yield { path }
    }
  }
}

function* listLink(path: string, roots: readonly string[]): Generator<ListedFile> {
  let target: string
  try {
    target = realpathSync(path)
    if (!statSync(target).isDirectory()) {
      yield { path }
      return
    }
  } catch (error) {
    // A link to nothing has no content; one that cannot be followed may have.
    if (systemCodeOf(error) !== "ENOENT") yield { path, unread: systemCodeOf(error) }
    return
  }
  const isListed = roots.some(root => target === root || target.startsWith(root.endsWith(sep) ? root : root + sep))
  if (!isListed) yield { path, unread: "it is a link to a folder elsewhere: search that folder itself" }
}
