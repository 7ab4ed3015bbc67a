import { ownProperty } from "@client-secrets/source-kit"
import { CommandFailure } from "../command-failure.ts"
import type { Command } from "../commands/command.ts"
import type { Arguments } from "./parse-arguments.ts"

/**
 * Checks that one format was chosen, and that the command can use it.
 *
 * @throws {CommandFailure} usage
 */
export function checkFormat(given: Arguments, name: string, command: Command): void {
  const format = given.one("format")
  if (given.has("json") && format !== undefined && format !== "json") {
    const message = "--json is the same as --format json, so it cannot be combined with another --format."
    throw new CommandFailure("usage", message, "Leave out one of them.")
  }
  if (format === "sarif" && ownProperty(command, "isAnswer") === true) {
    const message = `A SARIF log only holds problems, not what ${name} prints.`
    throw new CommandFailure("usage", message, "Use --format json.")
  }
}
