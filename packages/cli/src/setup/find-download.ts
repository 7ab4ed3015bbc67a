import { readdirSync, type Stats, statSync } from "node:fs"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"

/** A file that appeared while we waited. */
export interface Download {
  readonly path: string
  /** Changes when the file does. */
  readonly version: string
}

/** The folder that browsers of this user save to, unless they were told otherwise. */
export function downloadFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment["XDG_DOWNLOAD_DIR"]
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), "Downloads")
}

/** The JSON files of a folder that are there now, each with its version: what is new later is a download. */
export function jsonFilesIn(folder: string): readonly Download[] {
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .filter(name => name.toLowerCase().endsWith(".json"))
    .flatMap(name => {
      const path = join(folder, name)
      const status = statusOf(path)
      return status?.isFile() ? [{ path, version: `${status.ino} ${status.size} ${status.mtimeMs}` }] : []
    })
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
