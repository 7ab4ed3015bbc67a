import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { isWorkspace } from "./project-folders.ts"

/** The folder that Vite lets its server read from: the nearest workspace above the project, otherwise the nearest package. */
export function viteWorkspace(project: string): string {
  const upward = foldersUpward(project)
  return upward.find(isWorkspace) ?? upward.find(folder => existsSync(join(folder, "package.json"))) ?? project
}

// What marks the top of a workspace for Nuxt, in this order (pkg-types 2, findWorkspaceDir).
const nuxtWorkspaceFiles = ["pnpm-workspace.yaml", "lerna.json", "turbo.json", "rush.json", "deno.json", "deno.jsonc"]
const gitConfiguration = [".git/config"]
const lockFiles = [
  "yarn.lock",
  "package-lock.json",
  "pnpm-lock.yaml",
  "npm-shrinkwrap.json",
  "bun.lockb",
  "bun.lock",
  "deno.lock",
  "upm.lock",
]
const packageFiles = ["package.json", "package.json5", "package.yaml"]

/** The folder that Nuxt lets its server read from: the topmost workspace rather than the nearest, otherwise the repository. */
export function nuxtWorkspace(project: string): string {
  // It never looks in the root of the file system.
  const upward = foldersUpward(project).slice(0, -1)
  const holds =
    (names: readonly string[]) =>
    (folder: string): boolean =>
      names.some(name => existsSync(join(folder, name)))
  return (
    upward.findLast(holds(nuxtWorkspaceFiles)) ??
    upward.find(holds(gitConfiguration)) ??
    upward.findLast(holds(lockFiles)) ??
    upward.findLast(holds(packageFiles)) ??
    project
  )
}

function foldersUpward(folder: string): readonly string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...foldersUpward(parent)]
}
