import { CommandFailure } from "../command-failure.ts"
import { missingInput } from "./missing-input.ts"
import { type Input, type InputPlaces, readInput } from "./read-input.ts"

/**
 * Reads the one input of a command: what its arguments name, or `client_secrets.json` of the working directory.
 *
 * @throws {CommandFailure} usage for two, io where it is not there.
 */
export async function readClientFile(words: readonly string[], places: InputPlaces): Promise<Input> {
  if (words.length > 1)
    throw new CommandFailure("usage", "Pass one input.", "Run the command with --help to see its arguments.")
  const [place = "client_secrets.json"] = words
  const input = await readInput(place, places)
  if (input !== undefined) return input
  throw missingInput(place, places.folder)
}
