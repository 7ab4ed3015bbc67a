import {
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
import { systemCodeOf } from "../command-failure.ts"

const folderName = /^\.client-secrets-(\d{1,10})-[\da-f]{16}\.tmp$/

/**
 * Folders for the temporary files of one run, one in each folder that is written to, so that a rename stays within one file
 * system. Each has a `.gitignore` of its own from its first moment: `git add .` never takes what a killed run leaves there.
 */
export class StagingFolders {
  readonly #paths = new Map<string, string>()

  /** The staging folder within a folder, created when it is first asked for. */
  within(folder: string): string {
    const known = this.#paths.get(folder)
    if (known !== undefined) return known
    const path = join(folder, `.client-secrets-${process.pid}-${randomDigits()}.tmp`)
    mkdirSync(path, { mode: 0o700 })
    this.#paths.set(folder, path)
    const file = openSync(join(path, ".gitignore"), "wx")
    writeFileSync(file, "*\n")
    fsyncSync(file)
    closeSync(file)
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
    // The rule of git goes last: until then nothing else here can be added.
    for (const name of names.filter(name => name !== ".gitignore")) rmSync(join(path, name), { force: true })
    rmSync(join(path, ".gitignore"), { force: true })
    rmdirSync(path)
  } catch {
    // It holds something of somebody else, or may not be removed: it is ignored by git either way.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isRunning(processId: number): boolean {
  if (processId === process.pid) return true
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return systemCodeOf(error) === "EPERM"
  }
}

// `mkdir` refuses a name that exists, so a guess gains nothing; loading node:crypto would take as long as all the rest.
function randomDigits(): string {
  const half = (): string =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0")
  return half() + half()
}
