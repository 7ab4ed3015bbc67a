import { randomBytes } from "node:crypto"
import { link, lstat, open, readlink, rename, rm, writeFile } from "node:fs/promises"
import { hostname } from "node:os"
import { dirname } from "node:path"
import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { isRunning } from "@client-secrets/source-kit"
import { ownProperties } from "../../flow/options.ts"
import { systemCode } from "./file-errors.ts"
import { readTokenFile } from "./read-file.ts"
import { temporaryName } from "./replace-file.ts"

/** A lock that is older than this belongs to a program that was stopped: a refresh takes seconds. In milliseconds. */
const abandonedAfter = 60_000

/** How long to wait for the lock before giving up: longer than any holder may keep it. In milliseconds. */
const patience = 90_000

/** The content of a lock file: the process that created it. */
interface Owner {
  readonly id: string
  readonly processId: number
  readonly machine: string
}

/**
 * Waits for a lock that processes share, and takes it.
 *
 * The lock is a file that appears together with its content, by `link`. One of a program that was stopped is taken over
 * by moving it away. Removing it instead would be wrong: between the look and the removal another process may have
 * taken it over, and then two processes have the lock.
 *
 * @returns what releases the lock
 * @throws {ClientSecretsError} `timeout`; what the signal was aborted with
 */
export async function lockFile(path: string, signal: AbortSignalLike | undefined): Promise<() => Promise<void>> {
  const owner: Owner = { id: randomBytes(16).toString("hex"), processId: process.pid, machine: await machineName() }
  const deadline = Date.now() + patience
  for (;;) {
    if (signal?.aborted) throw signal.reason
    if (await tryToTake(path, owner)) return () => release(path, owner)
    await removeAbandoned(path, owner)
    if (Date.now() > deadline)
      throw new ClientSecretsError("timeout", "Another process holds the lock of the stored tokens for too long.", {
        transient: true,
      })
    // Not all waiting processes at the same time.
    await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 60))
  }
}

async function tryToTake(path: string, owner: Owner): Promise<boolean> {
  const own = temporaryName(path)
  const content = JSON.stringify(owner)
  try {
    await writeFile(own, content, ownProperties({ flag: "wx", mode: 0o600 } as const))
    await link(own, path)
    return true
  } catch (error) {
    const code = systemCode(error)
    // ENOENT: another process took this temporary file for one of a stopped program.
    if (code === "EEXIST" || code === "ENOENT") return false
    // A file system without links, such as exFAT or a network folder.
    if (!noLinkCodes.has(code)) throw error
    return await createExclusively(path, content)
  } finally {
    await rm(own, ownProperties({ force: true }))
  }
}

const noLinkCodes = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"])

async function createExclusively(path: string, content: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx", 0o600)
    await handle.writeFile(content, ownProperties({ encoding: "utf8" } as const)).finally(() => handle.close())
    return true
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false
    throw error
  }
}

/** Moves a lock of a stopped program out of the way; a lock of a running one stays. */
async function removeAbandoned(path: string, { machine }: Owner): Promise<void> {
  const found = await identityOf(path)
  if (found === undefined || !(await isAbandoned(path, found.modifiedAt, machine))) return
  const aside = temporaryName(path)
  try {
    await rename(path, aside)
  } catch (error) {
    if (systemCode(error) === "ENOENT") return // Another process was faster.
    throw error
  }
  const moved = await identityOf(aside)
  // Another process took the lock over between the look and the rename: this is its lock, which it gets back.
  if (moved !== undefined && moved.name !== found.name) await link(aside, path).catch(() => {})
  await rm(aside, ownProperties({ force: true }))
}

/** A file's identity. Numbers of inodes are used again soon after a file is removed, so the time belongs to it. */
async function identityOf(path: string): Promise<{ name: string; modifiedAt: number } | undefined> {
  try {
    const { dev, ino, mtimeNs, mtimeMs } = await lstat(path, ownProperties({ bigint: true } as const))
    return { name: `${dev} ${ino} ${mtimeNs}`, modifiedAt: Number(mtimeMs) }
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined
    throw error
  }
}

async function isAbandoned(path: string, modifiedAt: number, machine: string): Promise<boolean> {
  if (Date.now() - modifiedAt > abandonedAfter) return true
  const owner = await readOwner(path)
  return owner !== undefined && owner.machine === machine && !isRunning(owner.processId)
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const own = ownProperties(JSON.parse((await readTokenFile(path, dirname(path))) ?? "") as Owner)
    return typeof own.processId === "number" && own.processId > 0 ? own : undefined
  } catch {
    return undefined // Removed meanwhile, not written to its end, or not a file: a FIFO would be waited for.
  }
}

async function release(path: string, { id }: Owner): Promise<void> {
  // After a minute another process may have taken it over: then it is not ours to remove.
  if ((await readOwner(path))?.id === id) await rm(path, ownProperties({ force: true }))
}

/** Process numbers mean something within one machine, and on Linux within one container. */
async function machineName(): Promise<string> {
  const container = await readlink("/proc/self/ns/pid").catch(() => "")
  try {
    return `${hostname()} ${container}`
  } catch {
    return `${randomBytes(16).toString("hex")}` // Deno without --allow-sys: no other process counts as the same machine's.
  }
}
