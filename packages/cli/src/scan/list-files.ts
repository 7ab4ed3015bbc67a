import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs"
import { join, sep } from "node:path"
import { ownOptions } from "@client-secrets/source-kit"
import { systemCodeOf } from "../command-failure.ts"

/** Something below the paths of a search. */
export type ListedFile =
  | {
      readonly kind: "file"
      readonly path: string
      /** Where it is, with no link on the way; the file itself may be a link. */
      readonly real: string
      /** If it is a link: the text of the link, which is content too. */
      readonly linkText: string | undefined
    }
  /** It has no content, apart from its name and, if it is a link, its text. */
  | { readonly kind: "name"; readonly path: string; readonly linkText: string | undefined }
  /** It could not be searched, or not all of it. */
  | { readonly kind: "unread"; readonly path: string; readonly reason: string }
  /** A link to a folder that was searched by another path. */
  | { readonly kind: "folder link"; readonly path: string; readonly target: string }
  /** It is not searched on purpose. */
  | { readonly kind: "left_out"; readonly path: string; readonly reason: string }

/**
 * Everything in some paths, in the order of names; what is not searched is listed too.
 *
 * `.git` is left out, since its objects are compressed. A link to a file is followed. A link to a folder is not: either that
 * folder was walked, and the link is listed as one, or the link is listed as unread.
 */
export function* listFiles(
  paths: readonly string[],
  isExcluded: (path: string) => boolean,
): Generator<ListedFile, void, void> {
  const walk: Walk = { isExcluded, walked: new Set(), links: [] }
  for (const path of paths) yield* listPath(path, walk)
  // Only now it is known which folders were read: paths that were left out were not, whatever folder contains them.
  for (const { path, target } of walk.links) {
    yield walk.walked.has(target) ? { kind: "folder link", path, target } : folderLink(path, target)
  }
}

interface Walk {
  readonly isExcluded: (path: string) => boolean
  /** The folders that were walked, by their real paths. */
  readonly walked: Set<string>
  /** Links to folders. */
  readonly links: { readonly path: string; readonly target: string }[]
}

function* listPath(path: string, walk: Walk): Generator<ListedFile, void, void> {
  if (walk.isExcluded(path)) {
    yield { kind: "left_out", path, reason: "it is excluded" }
    return
  }
  try {
    const real = realpathSync(path)
    // A path that was passed may itself be a link.
    if (isGitFolder(real)) yield { kind: "unread", path, reason: "its objects are compressed" }
    else if (statSync(real).isDirectory()) yield* listFolder(path, real, walk)
    else yield { kind: "file", path, real: realPlace(path), linkText: undefined }
  } catch (error) {
    const code = systemCodeOf(error)
    yield { kind: "unread", path, reason: code === "ENOENT" ? "it does not exist" : code }
  }
}

/** Whether a folder is `.git`, or one of those in it that hold the objects. */
function isGitFolder(real: string): boolean {
  const names = real.split(sep)
  const at = names.indexOf(".git")
  const isOrHoldsObjects = at === names.length - 1 || names.includes("objects", at)
  return at !== -1 && isOrHoldsObjects && statSync(real).isDirectory()
}

/** The path of a file with no link on the way, but not followed itself. */
export function realPlace(path: string): string {
  const end = path.lastIndexOf(sep)
  return join(realpathSync(path.slice(0, end + 1)), path.slice(end + 1))
}

function* listFolder(folder: string, real: string, walk: Walk): Generator<ListedFile, void, void> {
  if (walk.walked.has(real)) return
  walk.walked.add(real)
  let entries: Dirent[]
  try {
    entries = readdirSync(real, ownOptions({ withFileTypes: true } as const) as { withFileTypes: true })
  } catch (error) {
    yield { kind: "unread", path: folder, reason: systemCodeOf(error) }
    return
  }
  if (entries.length === 0) yield { kind: "name", path: folder, linkText: undefined }
  const garbled = garbledNames(real, entries)
  entries.sort((left, right) => (left.name < right.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (garbled.has(entry.name)) yield { kind: "unread", path, reason: "its name is not valid UTF-8" }
    else if (walk.isExcluded(path)) yield { kind: "left_out", path, reason: "it is excluded" }
    else yield* listEntry(entry, path, join(real, entry.name), walk)
  }
}

function* listEntry(entry: Dirent, path: string, real: string, walk: Walk): Generator<ListedFile, void, void> {
  if (entry.isSymbolicLink()) {
    yield* listLink(path, real, walk)
  } else if (!entry.isDirectory()) {
    yield { kind: "file", path, real, linkText: undefined }
  } else if (entry.name === ".git") {
    yield { kind: "left_out", path, reason: "its objects are compressed" }
  } else {
    yield* listFolder(path, real, walk)
  }
}

/**
 * The names of a folder that are not valid UTF-8: such a name matches several files, and opening it opens none of them, or
 * another one.
 */
function garbledNames(folder: string, entries: readonly Dirent[]): ReadonlySet<string> {
  const doubtful = entries.filter(({ name }) => name.includes("\ufffd"))
  if (doubtful.length === 0) return new Set()
  const names = readdirSync(folder, { encoding: "buffer" })
  return new Set(
    names.filter(name => !Buffer.from(name.toString("utf8")).equals(name)).map(name => name.toString("utf8")),
  )
}

function* listLink(path: string, real: string, walk: Walk): Generator<ListedFile, void, void> {
  let linkText: string
  try {
    linkText = readlinkSync(real)
    const target = realpathSync(real)
    if (statSync(target).isDirectory()) {
      yield { kind: "name", path, linkText }
      walk.links.push({ path, target })
    } else {
      yield { kind: "file", path, real, linkText }
    }
  } catch (error) {
    const code = systemCodeOf(error)
    // A link to nothing has no content but its own; one that cannot be followed may have.
    if (code !== "ENOENT") yield { kind: "unread", path, reason: code === "ELOOP" ? "it is a link in a circle" : code }
    else yield* danglingLink(path, real)
  }
}

function* danglingLink(path: string, real: string): Generator<ListedFile, void, void> {
  try {
    yield { kind: "name", path, linkText: readlinkSync(real) }
  } catch (error) {
    yield { kind: "unread", path, reason: systemCodeOf(error) }
  }
}

/** A link to a folder that was not walked. Package managers make many of them, to packages that are elsewhere. */
function folderLink(path: string, target: string): ListedFile {
  const isPackage =
    path.split(sep).includes("node_modules") &&
    lstatSync(join(target, "package.json"), { throwIfNoEntry: false })?.isFile()
  return isPackage
    ? { kind: "left_out", path, reason: "it is a link to a package elsewhere" }
    : { kind: "unread", path, reason: "it is a link to a folder that was not searched" }
}
