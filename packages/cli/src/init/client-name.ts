import { defaultName, readClient } from "@client-secrets/codegen"
import type { CommandRun } from "../commands/command.ts"
import { optionalMembers } from "../input/optional-members.ts"
import { readInput } from "../input/read-input.ts"

/** The file that a configuration names, and that a program finds by itself. */
export const clientFile = "client_secrets.json"

/** The name of the client: from the file, if it exists and is valid. */
export async function clientNameOf(run: CommandRun): Promise<string> {
  const input = await readInput(clientFile, run)
  if (input === undefined) return "google"
  const { client } = readClient(input.content, { optional: optionalMembers })
  return defaultName(client, clientFile)
}
