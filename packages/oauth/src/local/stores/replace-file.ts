import { randomBytes } from "node:crypto"
import { open, readdir, rename, rm } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { isRunning } from "@client-secrets/source-kit"
import { ownProperties } from "../../flow/options.ts"
import { systemCode } from "./file-errors.ts"
import { lookUp } from "./private-folder.ts"

/** A temporary file that is older than this belongs to a program that was stopped. In milliseconds. */
const abandonedAfter = 60_000

const suffix = ".tmp"

/**
 * Puts a whole file into another's place: a reader sees the old content or the new one, never a part.
 *
 * Leftover files of stopped programs are removed.
 */
export async function replaceFile(file: string, content: string): Promise<void> {
  await removeLeftovers(file, "abandoned")
  try {
    await writeAndRename(file, content)
  } catch (error) {
    // Another program deleted the entry, and this temporary file with it, between the write and the rename.
    if (systemCode(error) !== "ENOENT") throw error
    await writeAndRename(file, content)
  }
}

/** Removes a file and every temporary file of it, a program's that is just writing included. */
export async function removeFile(file: string): Promise<void> {
  await rm(file, ownProperties({ force: true }))
  await removeLeftovers(file, "all")
}

/** Writes as many bytes to the same folder and removes them: a full disk or a read-only folder fails here. */
export async function probeFile(file: string, bytes: number): Promise<void> {
  const temporary = temporaryName(file)
  try {
    await writeSynced(temporary, " ".repeat(bytes))
  } finally {
    await rm(temporary, ownProperties({ force: true }))
  }
}

async function writeAndRename(file: string, content: string): Promise<void> {
  const temporary = temporaryName(file)
  try {
    await writeSynced(temporary, content)
    await rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(temporary, ownProperties({ force: true })).catch(() => {})
    throw error
  }
}

async function writeSynced(path: string, content: string): Promise<void> {
  const handle = await open(path, "wx", 0o600)
  try {
    await handle.writeFile(content, ownProperties({ encoding: "utf8" } as const))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Keeps the rename through a loss of power, on systems whose folders can be synced. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r")
    await handle.sync().finally(() => handle.close())
  } catch {
    // Windows has no such thing, and the file is in its place already.
  }
}

/** Next to the file, since a rename works within one file system only. The process is named to find leftovers. */
export function temporaryName(file: string): string {
  return `${file}.${process.pid}.${randomBytes(8).toString("hex")}${suffix}`
}

async function removeLeftovers(file: string, which: "abandoned" | "all"): Promise<void> {
  const folder = dirname(file)
  const prefix = `${basename(file)}.`
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return []
    throw error
  })
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) continue
    const path = join(folder, name)
    if (which === "all" || (await isAbandoned(path))) await rm(path, ownProperties({ force: true }))
  }
}

/** Whether the process that `temporaryName` named has ended, or a minute has passed. */
async function isAbandoned(path: string): Promise<boolean> {
  const owner = Number(path.split(".").at(-3))
  if (Number.isInteger(owner) && owner > 0 && !isRunning(owner)) return true
  const status = await lookUp(path)
  return status !== undefined && Date.now() - status.mtimeMs > abandonedAfter
}
