import { ClientSecretsError, type Source } from "@client-secrets/core"
import { userConfigPath, userConfigSource } from "@client-secrets/file"
import { isSourceFailure } from "@client-secrets/source-kit"
import type { OptionSpecifications } from "../arguments/parse-arguments.ts"
import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import { missingInput } from "../input/missing-input.ts"
import { type Input, readInput } from "../input/read-input.ts"
import { printablePath } from "../report/printable.ts"
import { withKeychain } from "./keychain-client.ts"

/** Options of every command that works with sign-ins. */
export const accountOptions: OptionSpecifications = {
  app: {
    value: "NAME",
    default: "client-secrets",
    description: "The program whose sign-ins are meant: the name of its folders for settings and state.",
  },
  account: { value: "NAME", description: "Which of several accounts: a name of your choice, or an email address." },
}

/** The arguments of these commands for `@client-secrets/oauth/local`. */
export interface AccountSettings {
  readonly app: string
  readonly account: string
}

export function accountSettings({ given }: CommandRun): AccountSettings {
  const app = given.one("app") ?? "client-secrets"
  try {
    userConfigPath(app)
  } catch {
    throw new CommandFailure("usage", "--app must be a name of letters, digits, hyphens, dots and underscores.")
  }
  return { app, account: given.one("account") ?? "" }
}

/** A command for the same program and account, to be typed: `client-secrets login --app my-program`. */
export function commandForAccount(run: CommandRun, name: string): string {
  return [commandForApp(run, name), ...optionAsGiven(run, "account")].join(" ")
}

/** A command for the same program. */
export function commandForApp(run: CommandRun, name: string): string {
  return ["client-secrets", name, ...optionAsGiven(run, "app")].join(" ")
}

function optionAsGiven({ given }: CommandRun, option: string): readonly string[] {
  const value = given.one(option)
  if (value === undefined) return []
  // What may be anything is not repeated.
  const isName = /^[\w@.+-]{1,64}$/.test(value) && printablePath(value) === value
  return [`--${option} ${isName ? value : "NAME"}`]
}

/**
 * The client file to sign in with: the one that is named, `client_secrets.json` of the working directory, or the one in the
 * user's configuration folder of the program.
 *
 * @throws {CommandFailure} usage for two, io if none exists.
 */
export async function findClientFile(run: CommandRun, app: string): Promise<Source> {
  const [named, ...others] = run.given.positionals
  if (others.length > 0) throw new CommandFailure("usage", "Pass one client file at most.")
  if (named !== undefined) {
    const input = await readInput(named, run)
    if (input === undefined) throw missingInput(named, run.folder)
    return withKeychain(sourceOf(input), app)
  }
  const input = await readInput("client_secrets.json", run)
  return input === undefined ? withKeychain(userConfigSource(app), app) : withKeychain(sourceOf(input), app)
}

function sourceOf({ label, content }: Input): Source {
  return { name: label, read: async () => ({ content }) }
}

/** What to do about an error, in terms of the command line. */
const advices: ReadonlyMap<string, (run: CommandRun) => string> = new Map([
  ["sign_in_required", run => `Run ${commandForAccount(run, "login")}.`],
  ["not_found", run => `Run ${commandForApp(run, "setup")} to create a client file, or pass its path.`],
])

function advised(code: string, run: CommandRun): readonly string[] {
  const advice = advices.get(code)
  return advice === undefined ? [] : [advice(run)]
}

/** Errors that another sign-in mends, or that the provider decided. */
const refusals: ReadonlySet<string> = new Set(["sign_in_required", "rejected", "scope_missing"])

/** Runs work that signs in, and adds to its errors what to do. Their messages contain no value, and no other error's is printed. */
export async function withSignInErrors<Result>(
  run: CommandRun,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const signal = run.stopSignal()
  try {
    return await work(signal)
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    if (signal.aborted) throw new CommandFailure("io", "Stopped.")
    if (error instanceof TypeError)
      throw new CommandFailure("usage", "These options cannot be combined.", "See --help.")
    // A keychain's failures are a source's: their messages are ours and contain no value.
    if (isSourceFailure(error)) throw new CommandFailure("io", (error as Error).message)
    if (!ClientSecretsError.is(error)) throw error
    const { code, message } = error
    const [first, ...hints] = message.split("\n")
    const advice = [...hints.map(line => line.trim()), ...advised(code, run)]
    const kind = refusals.has(code) ? "sign_in" : code === "invalid" ? "invalid" : "io"
    throw new CommandFailure(kind, first!, advice.length === 0 ? undefined : advice.join("\n"))
  }
}
