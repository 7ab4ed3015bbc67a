import { exitCode } from "../exit-code.ts"
import { accountOptions, accountSettings, findClientFile, withSignInErrors } from "../sign-in/account-options.ts"
import type { Command } from "./command.ts"

/** `client-secrets logout` */
export const logoutCommand: Command = {
  usage: "[INPUT]",
  description: `The stored tokens are removed in any case, also if the provider cannot be reached. Without a sign-in nothing happens.`,
  examples: ["logout", "logout --account work", "logout --no-revoke"],
  options: {
    ...accountOptions,
    "no-revoke": { description: "Only forget the tokens here. They stay valid at the provider." },
  },
  async run(run) {
    const settings = accountSettings(run)
    const source = await findClientFile(run, settings.app)
    const { listAccounts, signOut } = await import("@client-secrets/oauth/local")
    const revoke = !run.given.has("no-revoke")
    const wasSignedIn = await withSignInErrors(run, async signal => {
      // A store that cannot be read is emptied all the same.
      const accounts = await listAccounts(source, { app: settings.app }).catch(() => undefined)
      await signOut(source, { ...settings, revoke, signal })
      return accounts === undefined || accounts.some(({ account }) => account === settings.account)
    })
    if (!wasSignedIn) run.reporter.note("There was no sign-in for this account.")
    else run.reporter.note(revoke ? "Signed out." : "The sign-in was forgotten here. It stays valid at the provider.")
    return { exitCode: exitCode.ok, result: { account: settings.account, wasSignedIn } }
  },
}
