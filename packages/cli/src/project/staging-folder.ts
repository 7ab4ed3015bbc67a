import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { isRunning } from "@client-secrets/source-kit"

const folderName = /^\.client-secrets-(\d{1,10})-[\da-f]{16}\.tmp$/

/** A file to write to a staging folder. */
export interface StagedFile {
  readonly name: string
  readonly content: string | Uint8Array
  readonly mode: number
  /** Whether it must be on the disk before it is used: a file that contains a secret, or cannot be generated again. */
  readonly isPrivate: boolean
}

/**
 * Folders for the temporary files of one run, one in each folder that is written to, so that a rename stays within one file
 * system. Each has its own `.gitignore` from the start: `git add .` never adds what a killed run leaves there.
 */
export class StagingFolders {
  readonly #paths = new Map<string, string>()

  /** Writes a file to the staging folder within a folder, and returns its path. */
  write(folder: string, { name, content, mode, isPrivate }: StagedFile): string {
    const staging = this.#within(folder)
    // So that git ignores the folder after a loss of power, too.
    if (isPrivate) waitForDisk(join(staging, ".gitignore"))
    const path = join(staging, `${name}.new`)
    writeNewFile(path, content)
    chmodSync(path, mode)
    if (isPrivate) waitForDisk(path)
    return path
  }

  #within(folder: string): string {
    const known = this.#paths.get(folder)
    if (known !== undefined) return known
    const path = join(folder, `.client-secrets-${process.pid}-${randomDigits()}.tmp`)
    mkdirSync(path, { mode: 0o700 })
    this.#paths.set(folder, path)
    writeNewFile(join(path, ".gitignore"), "*\n")
    return path
  }

  remove(): void {
    for (const path of this.#paths.values()) removeStaged(path)
    this.#paths.clear()
  }
}

/** Removes the staging folders in a folder whose process has ended. */
export function removeLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const owner = folderName.exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner))) removeStaged(join(folder, name))
  }
}

/** Removes a staging folder; a folder that is not one of ours, by its `.gitignore`, stays as it is. */
function removeStaged(path: string): void {
  const names = namesIn(path)
  if (names.length > 0 && !names.includes(".gitignore")) return
  try {
    if (!lstatSync(path).isDirectory()) return
    // The rule for git is removed last: until then nothing else here can be added.
    for (const name of names.filter(name => name !== ".gitignore")) rmSync(join(path, name), { force: true })
    rmSync(join(path, ".gitignore"), { force: true })
    rmdirSync(path)
  } catch {
    // It contains a file of something else, or may not be removed: git ignores it either way.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function writeNewFile(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { flag: "wx", mode: 0o600 })
}

function waitForDisk(path: string): void {
  const file = openSync(path, "r+")
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

// `mkdir` refuses a name that exists, so a guess gains nothing; loading node:crypto would take as long as everything else.
function randomDigits(): string {
  const half = (): string =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0")
  return half() + half()
}
