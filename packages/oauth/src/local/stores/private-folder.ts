import type { Stats } from "node:fs"
import { lstat, mkdir } from "node:fs/promises"
import { ClientSecretsError } from "@client-secrets/core"
import { printPath } from "@client-secrets/source-kit"
import { ownProperties } from "../../flow/options.ts"
import { systemCode } from "./file-errors.ts"

/** Creates the folder if it does not exist, for this user only, and checks that nobody else can enter it. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, ownProperties({ recursive: true, mode: 0o700 }))
  requirePrivateFolder(await lstat(folder), folder)
}

/**
 * @throws {ClientSecretsError} `untrusted_location`. Windows has no modes: there the profile folder keeps others out.
 */
export function requirePrivateFolder(status: Stats, folder: string): void {
  const user = process.getuid?.()
  if (!status.isDirectory()) throw untrusted(folder, "is not a folder")
  if (user !== undefined && status.uid !== user) throw untrusted(folder, "belongs to another user")
  if (user !== undefined && (status.mode & 0o077) !== 0)
    throw untrusted(folder, "can be entered by others. Run chmod 700 on it, or name a folder that does not exist yet")
}

/** @throws {ClientSecretsError} `untrusted_location` if a link or a folder is in the place of a token file. */
export function requireRegularFile(status: Stats | undefined, folder: string): void {
  if (status !== undefined && !status.isFile())
    throw untrusted(folder, "holds a link or a folder in the place of a token file")
}

/** The status of a path, without following a link; undefined if it does not exist. */
export async function lookUp(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined
    throw error
  }
}

function untrusted(folder: string, what: string): ClientSecretsError {
  return new ClientSecretsError("untrusted_location", `${printPath(folder)} ${what}.`)
}
