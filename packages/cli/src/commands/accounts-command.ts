import { exitCode } from "../exit-code.ts"
import { printableText } from "../report/printable.ts"
import {
  accountOptions,
  accountSettings,
  commandForApp,
  findClientFile,
  withSignInErrors,
} from "../sign-in/account-options.ts"
import type { Command } from "./command.ts"

/** `client-secrets accounts` */
export const accountsCommand: Command = {
  usage: "[INPUT]",
  description: `Shows each account by its name, its email address if the sign-in asked for openid email, and what was granted. No token is shown.`,
  examples: ["accounts", "accounts --app my-program --json"],
  options: { app: accountOptions["app"]! },
  isAnswer: true,
  async run(run) {
    const { app } = accountSettings(run)
    const source = await findClientFile(run, app)
    const { listAccounts } = await import("@client-secrets/oauth/local")
    const accounts = await withSignInErrors(run, () => listAccounts(source, { app }))
    if (accounts.length === 0) run.reporter.note(`Nobody is signed in. Run ${commandForApp(run, "login")}.`)
    const lines = accounts.flatMap(({ account, email, scope }) => {
      const name = account === "" ? "(the only account)" : printableText(account)
      return [`${name}${email === undefined ? "" : `  ${printableText(email)}`}`, `  ${printableText(scope)}`]
    })
    if (lines.length > 0) run.reporter.output(lines.join("\n"))
    return { exitCode: exitCode.ok, result: { accounts } }
  },
}
