import { resolve } from "node:path"
import { fileSource } from "@client-secrets/file"
import { CommandFailure } from "../command-failure.ts"
import { printablePath } from "../report/printable.ts"

/** What is said of an input that is not there: most often it lies beside, under the name of a download. */
export function missingInput(place: string, folder: string): CommandFailure {
  const neighbour = place === "-" || place.startsWith("env:") ? undefined : hintOf(resolve(folder, place))
  // The source's advice is for who calls it.
  const hint =
    neighbour?.replace(" to fileSource()", "") ??
    "Pass the path of a client file, - for standard input, or env:NAME for a variable."
  return new CommandFailure("io", `There is no client file at ${printablePath(place)}.`, hint)
}

/** What the source says of the names that are in the folder instead: it looks while it reads. */
function hintOf(path: string): string | undefined {
  const source = fileSource(path)
  try {
    source.readSync()
  } catch {
    return undefined
  }
  return source.hint?.()
}
