import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { runGit } from "./run-git.ts"

/** What git would do with a file. */
export interface GitState {
  /** The top of the working tree. */
  readonly top: string
  readonly isTracked: boolean
  readonly isIgnored: boolean
}

/**
 * Asks git about a file, which need not exist yet. Nothing of the tree is run.
 *
 * @returns undefined outside of a repository; "unknown" where git cannot be asked, or does not trust the repository.
 */
export async function gitState(path: string): Promise<GitState | "unknown" | undefined> {
  let folder = dirname(path)
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  const found = await runGit(folder, ["rev-parse", "--show-toplevel"])
  if (found.exitCode !== 0) return isInRepository(folder) ? "unknown" : undefined
  const top = found.stdout.toString("utf8").replace(/\r?\n$/, "")
  const tracked = await runGit(folder, ["ls-files", "--error-unmatch", "--", path])
  // Of a tracked file, whether the rules would ignore it does not matter to git.
  const ignored = await runGit(folder, ["check-ignore", "-q", "--", path])
  return { top, isTracked: tracked.exitCode === 0, isIgnored: ignored.exitCode === 0 }
}

function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true
  const parent = dirname(folder)
  return parent !== folder && isInRepository(parent)
}
