import { realpathSync, statSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import { CommandFailure } from "../command-failure.ts"
import { linkedPlaces } from "../doctor/linked-places.ts"
import { isBelow } from "../doctor/project-folders.ts"
import { publishedFolder } from "../doctor/public-folder.ts"
import { stagedFiles, topOfRepository } from "../git/staged-files.ts"
import { printablePath } from "../report/printable.ts"
import { listFiles, realPlace } from "./list-files.ts"
import { type Position, positionsIn, positionsInFile } from "./position.ts"
import { scanFile } from "./scan-file.ts"
import type { Match, SecretSearch } from "./secret-search.ts"

/** A secret, and where it is. */
export interface PlacedMatch {
  readonly match: Match
  /** In the content of a file, in its name, or in the text of a link. */
  readonly place: "content" | "name" | "link"
  /** Undefined where it is not in the content, or the content is binary. */
  readonly position: Position | undefined
}

/** The result of a search of one thing. */
export interface Finding {
  /** From the working directory; of a staged file from the top of the repository. */
  readonly path: string
  /** Whether the path contains the secret: such a path is not printed. */
  readonly isSecretPath: boolean
  readonly matches: readonly PlacedMatch[]
  /** `name`: it has no content apart from its name. */
  readonly outcome: "searched" | "name" | "unread" | "left out"
  /** Why it was not searched, or not all of it. */
  readonly reason?: string
}

export interface SearchOptions {
  readonly folder: string
  readonly search: SecretSearch
  /** The largest file that is searched. */
  readonly maxBytes: number
  /** Paths that are left out. */
  readonly excluded: readonly string[]
}

export interface PathSearchOptions extends SearchOptions {
  readonly paths: readonly string[]
  /** The client files whose secrets are searched for. */
  readonly clientFiles: readonly string[]
}

/**
 * Searches everything below some paths.
 *
 * @throws {CommandFailure} usage for an excluded path that does not exist.
 */
export function* searchPaths(options: PathSearchOptions): Generator<Finding, void, void> {
  const { folder, search, maxBytes } = options
  const isExcluded = excluderOf(options)
  const own = ownPlaces(options.clientFiles)
  const paths = new Set(options.paths.map(path => resolve(folder, path)))
  for (const listed of listFiles([...paths], isExcluded)) {
    const path = relative(folder, listed.path).replaceAll("\\", "/") || "."
    if (listed.kind === "left_out" || listed.kind === "unread") {
      const outcome = listed.kind === "unread" ? "unread" : "left out"
      yield { ...pathFinding(search, path, undefined), outcome, reason: listed.reason }
    } else if (listed.kind === "name") {
      yield { ...pathFinding(search, path, listed.linkText), outcome: "name" }
    } else if (listed.kind === "folder link") {
      // Elsewhere the link changes nothing, such as one to a package in node_modules.
      const linked = [...own].filter(real => isBelow(listed.target, real))
      const places = linked.map(real => join(listed.path, relative(listed.target, real)))
      for (const place of places.filter(isPublished)) {
        yield searchFile(search, place, relative(folder, place).replaceAll("\\", "/"), undefined, maxBytes)
      }
    } else if (own.has(listed.real) && !isPublished(listed.path)) {
      yield {
        ...pathFinding(search, path, undefined),
        matches: [],
        outcome: "left out",
        reason: "it is the client file",
      }
    } else {
      yield searchFile(search, listed.real, path, listed.linkText, maxBytes)
    }
  }
}

function searchFile(
  search: SecretSearch,
  file: string,
  path: string,
  linkText: string | undefined,
  maxBytes: number,
): Finding {
  const named = pathFinding(search, path, linkText)
  const { matches, unread } = scanFile(file, search, maxBytes)
  const positions = positionsInFile(
    file,
    matches.map(({ offset }) => offset),
  )
  const all = { ...named, matches: [...named.matches, ...placed(matches, positions)] }
  return unread === undefined ? all : { ...all, outcome: "unread", reason: unread }
}

/**
 * Searches the content that the next commit would add or change.
 *
 * @throws {CommandFailure} usage for an excluded path that does not exist, io where git cannot say what is staged.
 */
export async function* searchStaged(options: SearchOptions): AsyncGenerator<Finding, void, void> {
  const { folder, search, maxBytes } = options
  const isExcluded = excluderOf(options)
  const top = options.excluded.length === 0 ? folder : await topOfRepository(folder)
  for await (const { path, content, reason, isSubmodule } of stagedFiles(folder, maxBytes)) {
    const named = pathFinding(search, path.toString("utf8"), undefined)
    if (isExcluded(resolve(top, named.path))) {
      yield { ...named, outcome: "left out", reason: "it is excluded" }
      continue
    }
    if (content === undefined) {
      yield { ...named, outcome: isSubmodule ? "left out" : "unread", reason }
      continue
    }
    const matches = search(content)
    const positions = positionsIn(
      [content],
      matches.map(({ offset }) => offset),
    )
    const all = { ...named, matches: [...named.matches, ...placed(matches, positions)] }
    yield isLfsPointer(content) ? { ...all, outcome: "left out", reason: "its content is in Git LFS" } : all
  }
}

/** Whether git has a pointer to a file in the place of its content. */
function isLfsPointer(content: Buffer): boolean {
  return content.length < 1_024 && content.toString("latin1").startsWith("version https://git-lfs.github.com/spec/")
}

function placed(matches: readonly Match[], positions: readonly (Position | undefined)[]): readonly PlacedMatch[] {
  return matches.map((match, index) => ({ match, place: "content", position: positions[index] }))
}

/** A name is content too, and so is the text of a link: both are deployed with the file. */
function pathFinding(search: SecretSearch, path: string, linkText: string | undefined): Finding {
  const inName = search(path).map((match): PlacedMatch => ({ match, place: "name", position: undefined }))
  const linked = linkText === undefined ? [] : search(linkText)
  const inLink = linked.map((match): PlacedMatch => ({ match, place: "link", position: undefined }))
  return { path, isSecretPath: inName.length > 0, matches: [...inName, ...inLink], outcome: "searched" }
}

function excluderOf({ folder, excluded }: SearchOptions): (path: string) => boolean {
  const places = excluded.map(path => existing(folder, path))
  return path => places.some(place => path === place || path.startsWith(place + sep))
}

function existing(folder: string, word: string): string {
  const path = resolve(folder, word)
  // Otherwise a typing error would leave out nothing, or later more than intended.
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return path
  throw new CommandFailure("usage", `--exclude: ${printablePath(word)} does not exist.`)
}

/** Where the client files are, which are left out: by these paths only, since a link to one or a copy is deployed with the rest. */
function ownPlaces(clientFiles: readonly string[]): ReadonlySet<string> {
  return new Set(clientFiles.flatMap(path => [realPlace(path), realpathSync(path)]))
}

/** Whether a path leads through a folder that is itself deployed. */
function isPublished(path: string): boolean {
  return linkedPlaces(path).some(place => publishedFolder(place.path, place.project) !== undefined)
}
