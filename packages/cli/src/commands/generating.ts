import { runCommandLine } from "../run-command-line.ts"
import { checkCommand } from "./check-command.ts"
import type { Command } from "./command.ts"
import { generateCommand } from "./generate-command.ts"
import { initCommand } from "./init-command.ts"
import { schemaCommand } from "./schema-command.ts"

export const commands: Readonly<Record<string, Command>> = {
  check: checkCommand,
  generate: generateCommand,
  init: initCommand,
  schema: schemaCommand,
}

export { runCommandLine }
