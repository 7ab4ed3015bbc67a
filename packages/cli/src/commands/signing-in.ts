import { runCommandLine } from "../run-command-line.ts"
import { accountsCommand } from "./accounts-command.ts"
import type { Command } from "./command.ts"
import { keychainCommand } from "./keychain-command.ts"
import { loginCommand } from "./login-command.ts"
import { logoutCommand } from "./logout-command.ts"
import { setupCommand } from "./setup-command.ts"
import { tokenCommand } from "./token-command.ts"

export const commands: Readonly<Record<string, Command>> = {
  accounts: accountsCommand,
  keychain: keychainCommand,
  login: loginCommand,
  logout: logoutCommand,
  setup: setupCommand,
  token: tokenCommand,
}

export { runCommandLine }
