import { type Dirent, existsSync, readdirSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import { ownOptions } from "@client-secrets/source-kit"
import { readText } from "../input/read-text.ts"

/** The project that a file belongs to. */
export interface Project {
  /** The top of its repository; without one, of its workspace or package; without these, the folder of the file. */
  readonly top: string
  /** From the file's folder upward to the top. */
  readonly folders: readonly string[]
}

/** Finds the project of a file. */
export function projectOf(path: string): Project {
  const upward = [dirname(path)]
  for (let folder = dirname(upward[0]!); folder !== upward.at(-1); folder = dirname(folder)) upward.push(folder)
  // In this order: a repository may hold several workspaces, and a workspace several packages.
  const repository = upward.findIndex(folder => existsSync(join(folder, ".git")))
  const workspace = upward.findIndex(isWorkspace)
  const depth = [repository, workspace, upward.findIndex(isPackage), 0].find(index => index !== -1)!
  const folders = upward.slice(0, depth + 1)
  return { top: folders.at(-1)!, folders }
}

/** Whether a folder is marked as a project, rather than any folder with files. */
export function isProject(folder: string): boolean {
  return existsSync(join(folder, ".git")) || isWorkspace(folder) || isPackage(folder)
}

const workspaceFiles = ["pnpm-workspace.yaml", "lerna.json"]
const manifests = ["package.json", "deno.json", "deno.jsonc"]

/** Whether Vite, and frameworks built on it, treat a folder as the root of a workspace. */
export function isWorkspace(folder: string): boolean {
  if (workspaceFiles.some(name => existsSync(join(folder, name)))) return true
  return manifests.some(name => /"workspaces?"\s{0,99}:/.test(readText(join(folder, name))))
}

function isPackage(folder: string): boolean {
  try {
    return readdirSync(folder).some(marksPackage)
  } catch {
    return false
  }
}

/** A manifest, or a configuration such as `vite.config.ts`: Vite needs no manifest. */
function marksPackage(name: string): boolean {
  return manifests.includes(name) || /\.config\.[cm]?[jt]s$/.test(name)
}

// The maximum number of folders: 4,000 take a tenth of a second.
const mostFolders = 4_000
const withTypes = ownOptions({ withFileTypes: true } as const) as { withFileTypes: true }
const unlikely = new Set(["node_modules", "vendor", "target", "venv"])

/** A folder, and the names in it. */
export interface Folder {
  readonly path: string
  readonly names: readonly string[]
}

/**
 * A folder and those in it, apart from hidden ones and installed packages; `isComplete` is false if there are more folders than are
 * read, or one could not be read.
 */
export function foldersBelow(top: string): { readonly folders: readonly Folder[]; readonly isComplete: boolean } {
  const queue = [top]
  const folders: Folder[] = []
  let isComplete = true
  for (let index = 0; index < queue.length; index++) {
    if (index === mostFolders) return { folders, isComplete: false }
    const path = queue[index]!
    let entries: readonly Dirent[]
    try {
      entries = readdirSync(path, withTypes)
    } catch {
      isComplete = false
      continue
    }
    folders.push({ path, names: entries.map(({ name }) => name) })
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith(".") && !unlikely.has(entry.name))
        queue.push(join(path, entry.name))
    }
  }
  return { folders, isComplete }
}

/** The packages in a folder, including itself. */
export function packagesBelow(top: string): { readonly folders: readonly string[]; readonly isComplete: boolean } {
  const { folders, isComplete } = foldersBelow(top)
  return { folders: folders.filter(({ names }) => names.some(marksPackage)).map(({ path }) => path), isComplete }
}

/** Whether a path lies in a folder, at any depth. */
export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
