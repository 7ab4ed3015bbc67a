import {
  decodeText,
  type FileWork,
  lookUpLink,
  lookUpPath,
  nodeModule,
  readBoundedFile,
  realPath,
} from "@client-secrets/source-kit"

interface PathModule {
  readonly sep: string
  dirname(path: string): string
  join(...parts: string[]): string
}

/**
 * Returns the folders from one upward that belong to its project, itself first: up to the nearest repository or workspace,
 * otherwise to the nearest package, otherwise only that folder.
 *
 * Never the file system's root, a folder that contains the home folder, or one of another file system: the Ruby client looks up
 * to the root, where a file planted above a checkout redirects the token endpoint. A folder that may not be read ends the
 * search too.
 */
export function* projectFolders(start: string): FileWork<readonly string[]> {
  const { dirname } = nodeModule<PathModule>("node:path")
  // Physical, so that a link to a folder does not lead upward from where it lies.
  let folder = yield* realPath(start)
  if (folder === undefined) return []
  const home = yield* homeFolder()
  const device = (yield* lookUpPath(folder))?.dev
  const folders: string[] = []
  let packageDepth = 0
  while (dirname(folder) !== folder && !isAbove(folder, home)) {
    const seen = yield* lookAround(folder, folders.length === 0)
    if (seen === undefined || seen.device !== device) break
    folders.push(folder)
    if (seen.mark === "project") return folders
    if (seen.mark === "package" && packageDepth === 0) packageDepth = folders.length
    folder = dirname(folder)
  }
  return folders.slice(0, Math.max(packageDepth, 1))
}

interface Surroundings {
  readonly device: number | undefined
  readonly mark: "project" | "package" | undefined
}

/** Undefined where it may not be looked; of the first folder, where the file may well be, that is an error. */
function* lookAround(folder: string, isFirst: boolean): FileWork<Surroundings | undefined> {
  try {
    return { device: (yield* lookUpPath(folder))?.dev, mark: yield* markOf(folder) }
  } catch (error) {
    if (isFirst) throw error
    return undefined
  }
}

function isAbove(folder: string, home: string | undefined): boolean {
  return home?.startsWith(folder + nodeModule<PathModule>("node:path").sep) ?? false
}

/** Undefined where the home directory is not known, as on Deno without `--allow-sys=homedir`: the project bounds it then. */
function* homeFolder(): FileWork<string | undefined> {
  try {
    return yield* realPath(nodeModule<{ homedir(): string }>("node:os").homedir())
  } catch {
    return undefined
  }
}

const projectFiles = [".git", "pnpm-workspace.yaml"]
// The member that makes a package the root of a workspace; looked for as text, since deno.jsonc has comments.
const packageFiles: readonly [name: string, workspace: RegExp][] = [
  ["package.json", /"workspaces"\s*:/],
  ["deno.json", /"workspace"\s*:/],
  ["deno.jsonc", /"workspace"\s*:/],
]
const manifestLimit = 1_048_576

function* markOf(folder: string): FileWork<Surroundings["mark"]> {
  const { join } = nodeModule<PathModule>("node:path")
  for (const name of projectFiles) {
    if ((yield* lookUpLink(join(folder, name))) !== undefined) return "project"
  }
  let isPackage = false
  for (const [name, workspace] of packageFiles) {
    const path = join(folder, name)
    if ((yield* lookUpLink(path)) === undefined) continue
    isPackage = true
    if (workspace.test(yield* textOf(path))) return "project"
  }
  return isPackage ? "package" : undefined
}

function* textOf(path: string): FileWork<string> {
  try {
    const found = yield* readBoundedFile(path, manifestLimit)
    return found === undefined || found === "directory" ? "" : decodeText(found.bytes)
  } catch {
    // A manifest that cannot be read marks a package all the same.
    return ""
  }
}
