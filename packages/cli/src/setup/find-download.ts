import { readdirSync, type Stats, statSync } from "node:fs"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import { type Environment, variableOf } from "../input/environment.ts"
import { readText } from "../input/read-text.ts"

/** A file that appeared while we waited. */
export interface Download {
  readonly path: string
  /** Changes when the file does. */
  readonly version: string
}

/** The folder in which browsers of this user save files by default. On Linux its name is in the user's language. */
export function downloadFolder(environment: Environment): string {
  const home = homedir()
  const named = variableOf(environment, "XDG_DOWNLOAD_DIR") ?? configuredFolder(environment, home)
  return named !== undefined && isAbsolute(named) ? named : join(home, "Downloads")
}

/** The folder in the file that desktops of Linux write: `XDG_DOWNLOAD_DIR="$HOME/Téléchargements"`. */
function configuredFolder(environment: Environment, home: string): string | undefined {
  const named = variableOf(environment, "XDG_CONFIG_HOME")
  // The specification: a relative path is to be ignored.
  const folder = named !== undefined && isAbsolute(named) ? named : join(home, ".config")
  const lines = readText(join(folder, "user-dirs.dirs")).split("\n")
  const value = lines.findLast(line => line.startsWith('XDG_DOWNLOAD_DIR="'))?.split('"')[1]
  return value?.replace(/^\$HOME(?=\/|$)/, () => home)
}

/** The JSON files that are in a folder now, each with its version: a new one is a download. */
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
