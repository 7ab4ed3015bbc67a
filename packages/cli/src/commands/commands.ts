import { accountsCommand } from "./accounts-command.ts"
import { checkCommand } from "./check-command.ts"
import type { Command } from "./command.ts"
import { doctorCommand } from "./doctor-command.ts"
import { explainCommand } from "./explain-command.ts"
import { generateCommand } from "./generate-command.ts"
import { initCommand } from "./init-command.ts"
import { inspectCommand } from "./inspect-command.ts"
import { keychainCommand } from "./keychain-command.ts"
import { loginCommand } from "./login-command.ts"
import { logoutCommand } from "./logout-command.ts"
import { scanCommand } from "./scan-command.ts"
import { schemaCommand } from "./schema-command.ts"
import { setupCommand } from "./setup-command.ts"
import { tokenCommand } from "./token-command.ts"

/** Every command, by what is typed, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  generate: generateCommand,
  check: checkCommand,
  inspect: inspectCommand,
  doctor: doctorCommand,
  scan: scanCommand,
  setup: setupCommand,
  login: loginCommand,
  accounts: accountsCommand,
  token: tokenCommand,
  logout: logoutCommand,
  keychain: keychainCommand,
  init: initCommand,
  explain: explainCommand,
  schema: schemaCommand,
}
