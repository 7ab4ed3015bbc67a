import { resolve } from "node:path"
import { fileSource } from "@client-secrets/file"
import { CommandFailure } from "../command-failure.ts"
import { printablePath } from "../report/printable.ts"

/** What is said of an input that is not there: most often it lies beside, under the name of a download. */
export function missingInput(place: string, folder: string): CommandFailure {
  const neighbour = place === "-" || place.startsWith("env:") ? undefined : fileSource(resolve(folder, place)).hint?.()
  // The source's advice is for who calls it.
  const hint = neighbour?.replace(" to fileSource", "") ?? "Give the client file's path, `-`, or env:NAME."
  return new CommandFailure("io", `${printablePath(place)} is not there.`, hint)
}
