import { existsSync, mkdirSync, renameSync } from "node:fs"
import { basename, dirname } from "node:path"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { removeLeftovers, StagingFolders } from "../project/staging-folder.ts"

/** @throws {CommandFailure} io where a client file is in that place, and may not be replaced. */
export function requireFreePlace(path: string, mayReplace: boolean): void {
  if (mayReplace || !existsSync(path)) return
  throw new CommandFailure("io", "There is a client file in that place already.", "Pass --force to replace it.")
}

/**
 * Writes a client file to its place, for its owner only: a new folder 0700, the file 0600 from the start. A program that reads it
 * finds it whole.
 *
 * @throws {CommandFailure} io where it exists and may not be replaced, or cannot be written.
 */
export function putInPlace(path: string, content: Uint8Array, mayReplace: boolean): void {
  requireFreePlace(path, mayReplace)
  const folder = dirname(path)
  const staging = new StagingFolders()
  try {
    // A folder that exists is somebody's: its mode is not ours to change.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    removeLeftovers(folder)
    renameSync(staging.write(folder, { name: basename(path), content, mode: 0o600, isPrivate: true }), path)
  } catch (error) {
    throw new CommandFailure("io", `The client file could not be put into its place: ${systemCodeOf(error)}.`)
  } finally {
    staging.remove()
  }
}
