import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { runGit } from "./run-git.ts"

/** What git would do with a file. */
export interface GitState {
  readonly isTracked: boolean
  readonly isIgnored: boolean
}

/**
 * Asks git about a file, which need not exist yet. Nothing of the tree is run.
 *
 * @returns undefined outside of a repository; "unknown" if git cannot be run, does not answer in time, or does not
 * trust the repository.
 */
export async function gitState(path: string): Promise<GitState | "unknown" | undefined> {
  let folder = dirname(path)
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  const found = await runGit(folder, ["rev-parse", "--is-inside-work-tree"])
  if (found.exitCode !== 0) return isInRepository(folder) ? "unknown" : undefined
  // A path is a path, also where it has the characters of a pattern.
  const tracked = await runGit(folder, ["--literal-pathspecs", "ls-files", "--error-unmatch", "--", path])
  const isTracked = answerOf(tracked.exitCode)
  if (isTracked === undefined) return "unknown"
  // Whether the rules would ignore a tracked file does not matter to git.
  if (isTracked) return { isTracked, isIgnored: false }
  const isIgnored = answerOf((await runGit(folder, ["check-ignore", "-q", "--", path])).exitCode)
  if (isIgnored === undefined) return "unknown"
  return { isTracked, isIgnored }
}

/** 0 is yes and 1 is no. Anything else is not an answer, and must not count as no. */
function answerOf(exitCode: number | undefined): boolean | undefined {
  return exitCode === 0 ? true : exitCode === 1 ? false : undefined
}

function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true
  const parent = dirname(folder)
  return parent !== folder && isInRepository(parent)
}
