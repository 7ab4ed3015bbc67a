import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import {
  accountOptions,
  accountSettings,
  commandForAccount,
  findClientFile,
  withSignInErrors,
} from "../sign-in/account-options.ts"
import type { Command } from "./command.ts"

/** `client-secrets token` */
export const tokenCommand: Command = {
  usage: "[INPUT]",
  description: `Prints the token and nothing else, renewed if it has expired. With --headers it prints a JSON object with the Authorization header, as the headersHelper of MCP clients needs it. It never opens a browser: without a sign-in it ends with exit code 6.

Anyone who has the token can act for the user until it expires. In GitHub Actions the runner is told to mask it.`,
  examples: ["token", 'token --scope "openid email" --account work', "token --headers"],
  options: {
    ...accountOptions,
    scope: {
      short: "s",
      value: "SCOPE",
      multiple: true,
      default: "what was granted",
      description: "What the token must cover.",
    },
    headers: { description: 'Print {"Authorization":"Bearer …"}.' },
  },
  isAnswer: true,
  async run(run) {
    const { given, stdout, stderr, environment } = run
    const settings = accountSettings(run)
    const source = await findClientFile(run, settings.app)
    const { listAccounts, signIn } = await import("@client-secrets/oauth/local")
    return await withSignInErrors(run, async signal => {
      const accounts = await listAccounts(source, { app: settings.app })
      const known = accounts.find(({ account }) => account === settings.account)
      if (known === undefined) {
        throw new CommandFailure(
          "sign_in",
          "There is no sign-in for this account.",
          `Run ${commandForAccount(run, "login")}.`,
        )
      }
      const scope = given.has("scope") ? given.all("scope").join(" ") : known.scope
      const session = await signIn(source, { ...settings, scope, interactive: false, signal })
      const token = (await session.accessToken()).reveal()
      // The runner reads both streams, and the caller gets only stdout.
      if (environment["GITHUB_ACTIONS"] === "true") stderr.write(`::add-mask::${token}\n`)
      const headers = { Authorization: `Bearer ${token}` }
      const isJson = given.has("json") || given.one("format") === "json"
      // As it is: an escape would change it.
      if (!isJson) stdout.write(`${given.has("headers") ? JSON.stringify(headers) : token}\n`)
      return { exitCode: exitCode.ok, result: given.has("headers") ? { headers } : { accessToken: token } }
    })
  },
}
