import { mkdirSync, realpathSync, renameSync } from "node:fs"
import { basename, dirname } from "node:path"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import type { PlannedFile } from "./plan-files.ts"
import { removeLeftovers, StagingFolders } from "./staging-folder.ts"

/** The result for a file. */
export type WrittenFile = Pick<PlannedFile, "path" | "action">

/**
 * Writes planned files: all of them are prepared before the first one is replaced, so a run that is killed leaves each file
 * complete, in its old or its new version. It also leaves a folder that git ignores; the next run removes it.
 *
 * @throws {CommandFailure} io; its hint lists what was written.
 */
export function writePlanned(plan: readonly PlannedFile[]): readonly WrittenFile[] {
  for (const folder of new Set(plan.map(({ absolute }) => dirname(absolute)))) removeLeftovers(folder)
  const changed = plan.filter(({ action }) => action !== "unchanged")
  const staging = new StagingFolders()
  const written: string[] = []
  try {
    const prepared = changed.map(file => ({ file, staged: attempt(file.path, () => stage(file, staging)) }))
    for (const { file, staged } of prepared) {
      attempt(file.path, () => renameSync(staged, file.absolute))
      written.push(file.path)
    }
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    const hint =
      written.length === 0 ? "Nothing was written." : `These files were written: ${written.join(", ")}. Run it again.`
    throw new CommandFailure("io", error.message, hint)
  } finally {
    staging.remove()
  }
  return plan.map(({ path, action }) => ({ path, action }))
}

/** Writes the new text next to the file, and returns where. */
function stage({ absolute, path, text, mode, isPrivate }: PlannedFile, staging: StagingFolders): string {
  const folder = dirname(absolute)
  mkdirSync(folder, { recursive: true })
  // Since the plan was made, somebody may have put a link in the way.
  if (realpathSync(folder) !== folder) throw new CommandFailure("io", `${path} is in a folder that was just replaced.`)
  return staging.write(folder, { name: basename(absolute), content: text, mode, isPrivate })
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure("io", `${path} could not be written: ${systemCodeOf(error)}.`)
  }
}
