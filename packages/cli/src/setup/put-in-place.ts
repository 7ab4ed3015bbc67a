import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs"
import { dirname, join } from "node:path"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"

/** @throws {CommandFailure} io where a client file is in that place, and may not be replaced. */
export function requireFreePlace(path: string, mayReplace: boolean): void {
  if (mayReplace || !existsSync(path)) return
  throw new CommandFailure("io", "There is a client file in that place already.", "Pass --force to replace it.")
}

/**
 * Writes a client file to its place, for its owner only: a new folder 0700, the file 0600 from its first moment. Whoever reads it
 * finds it whole.
 *
 * @throws {CommandFailure} io where it exists and may not be replaced, or cannot be written.
 */
export function putInPlace(path: string, content: Uint8Array, mayReplace: boolean): void {
  requireFreePlace(path, mayReplace)
  const folder = dirname(path)
  const temporary = join(folder, `.client-secrets-${process.pid}-${Date.now()}.tmp`)
  try {
    // A folder that exists is somebody's: its mode is not ours to change.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = openSync(temporary, "wx", 0o600)
    try {
      writeSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new CommandFailure("io", `The client file could not be put into its place: ${systemCodeOf(error)}.`)
  }
}
