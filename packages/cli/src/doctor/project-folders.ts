import { existsSync, readdirSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
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

/** Whether something says that a folder is a project, and not any folder with files in it. */
export function isProject(folder: string): boolean {
  return existsSync(join(folder, ".git")) || isWorkspace(folder) || isPackage(folder)
}

const workspaceFiles = ["pnpm-workspace.yaml", "lerna.json"]
const manifests = ["package.json", "deno.json", "deno.jsonc"]

/** Whether Vite, and what is built on it, takes a folder for the root of a workspace. */
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

// So many folders are looked at: 4,000 take a tenth of a second.
const mostFolders = 4_000
const mostLevels = 5
const unlikely = new Set(["node_modules", "vendor", "target", "venv"])

/** The packages below a folder, itself included; `isComplete` is false where there are more folders than are looked at. */
export function packagesBelow(top: string): { readonly folders: readonly string[]; readonly isComplete: boolean } {
  const queue = [top]
  const folders: string[] = []
  let isComplete = true
  for (let index = 0; index < queue.length; index++) {
    if (index === mostFolders) return { folders, isComplete: false }
    const folder = queue[index]!
    let names: readonly string[]
    try {
      const entries = readdirSync(folder, { withFileTypes: true })
      if (entries.some(({ name }) => marksPackage(name))) folders.push(folder)
      names = entries.flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
    } catch {
      isComplete = false
      continue
    }
    const level = folder === top ? 0 : relative(top, folder).split(sep).length
    if (level === mostLevels) continue
    for (const name of names) if (!name.startsWith(".") && !unlikely.has(name)) queue.push(join(folder, name))
  }
  return { folders, isComplete }
}
