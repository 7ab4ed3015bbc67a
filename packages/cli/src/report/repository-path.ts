import { existsSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { variableOf } from "../input/environment.ts"
import type { ReporterOptions } from "./reporter.ts"

/**
 * Makes a function that turns a path from the working directory into one from the top of the repository, as GitHub expects it.
 * Without a repository, and for a path above it, the path is not changed.
 */
export function repositoryPaths({ folder, environment }: ReporterOptions): (path: string) => string {
  let top: string | undefined
  return path => {
    top ??= topOf(folder, variableOf(environment, "GITHUB_WORKSPACE"))
    const way = relative(top, resolve(folder, path))
    return way.split(sep)[0] === ".." ? path : way.split(sep).join("/")
  }
}

function topOf(folder: string, workspace: string | undefined): string {
  if (workspace !== undefined && (folder === workspace || folder.startsWith(workspace + sep))) return workspace
  for (let one = folder; ; one = dirname(one)) {
    if (existsSync(join(one, ".git"))) return one
    if (dirname(one) === one) return folder
  }
}
