import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { printableText } from "../report/printable.ts"
import { accountOptions, accountSettings, findClientFile, withSignInErrors } from "../sign-in/account-options.ts"
import type { Command } from "./command.ts"

const usualScope = "openid email"

/** `client-secrets login` */
export const loginCommand: Command = {
  usage: "[INPUT]",
  description: `INPUT is the path of a client file. Without it, client_secrets.json of the working directory is used, or the one that client-secrets setup put into your configuration folder.

The browser opens, and the program waits for it to come back to this machine. The sign-in is kept in a file that only you can read, and renewed when it is needed. If a sign-in for these scopes exists already, the browser does not open.`,
  examples: [
    "login",
    "login --scope https://www.googleapis.com/auth/calendar",
    "login --app my-program --account work",
    "login --headless",
  ],
  options: {
    scope: {
      short: "s",
      value: "SCOPE",
      multiple: true,
      default: usualScope,
      description: "What to ask for. Scopes may also be separated by spaces.",
    },
    ...accountOptions,
    force: { description: "Sign in again, even if a sign-in exists." },
    headless: {
      description: "For a machine without a browser: print the address, and read the one that the browser ends at.",
    },
    port: { value: "PORT", default: "a free one", description: "The port to listen on, for an installed client." },
  },
  async run(run) {
    const { given, reporter } = run
    const settings = accountSettings(run)
    const scope = given.has("scope") ? given.all("scope").join(" ") : usualScope
    const port = given.has("port") ? Number(given.one("port")) : undefined
    if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
      throw new CommandFailure("usage", "--port must be a whole number from 1 to 65535.")
    }
    const source = await findClientFile(run, settings.app)
    const { signIn } = await import("@client-secrets/oauth/local")
    const session = await withSignInErrors(run, signal =>
      signIn(source, {
        ...settings,
        scope,
        port,
        force: given.has("force"),
        headless: given.has("headless"),
        print: line => reporter.note(line),
        signal,
      }),
    )
    const email = session.tokens?.claims?.email
    const granted = session.tokens?.scope ?? ""
    const who = email === undefined ? "" : ` as ${printableText(email)}`
    reporter.note(`Signed in${who}. Granted: ${printableText(granted)}`)
    return { exitCode: exitCode.ok, result: { account: settings.account, email, scope: granted } }
  },
}
