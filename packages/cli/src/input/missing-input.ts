import { resolve } from "node:path"
import { fileSource } from "@client-secrets/file"
import { CommandFailure } from "../command-failure.ts"
import { printablePath } from "../report/printable.ts"

/** The error for an input that does not exist: most often a file in the same folder has the name of a download. */
export function missingInput(place: string, folder: string): CommandFailure {
  if (place.startsWith("env:")) {
    const message = `The variable ${printablePath(place.slice("env:".length))} is not set.`
    return new CommandFailure("io", message, "Set it to the content of a client file, or pass the path of one.")
  }
  const similar = place === "-" ? [] : similarFiles(resolve(folder, place))
  const hint =
    similar.length === 0
      ? "Pass the path of a client file, - for standard input, or env:NAME for a variable."
      : `Is ${listFiles(similar)} the client file? If so, pass its path${place === usualName ? `, or rename it to ${usualName}` : ""}.`
  return new CommandFailure("io", `There is no client file at ${printablePath(place)}.`, hint)
}

const usualName = "client_secrets.json"
const shownFiles = 3

function listFiles(files: readonly string[]): string {
  const more = files.length > shownFiles ? ` (and ${files.length - shownFiles} more)` : ""
  return files.slice(0, shownFiles).join(" or ") + more
}

/** The files in the same folder that may be meant: the source finds them while it reads. */
function similarFiles(path: string): readonly string[] {
  const source = fileSource(path)
  try {
    source.readSync()
  } catch {
    return []
  }
  return source.absence?.()?.similar ?? []
}
