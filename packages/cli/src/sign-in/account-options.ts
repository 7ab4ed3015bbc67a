import {
  ClientSecretsError,
  createSecret,
  type Source,
  safeParseClientSecrets,
  toClientSecretsJson,
} from "@client-secrets/core"
import { userConfigPath, userConfigSource } from "@client-secrets/file"
import { isSourceFailure } from "@client-secrets/source-kit"
import type { OptionSpecifications } from "../arguments/parse-arguments.ts"
import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import { missingInput } from "../input/missing-input.ts"
import { type Input, readInput } from "../input/read-input.ts"

/** Options of every command that works with sign-ins. */
export const accountOptions: OptionSpecifications = {
  app: {
    value: "NAME",
    default: "client-secrets",
    description: "The program whose sign-ins are meant: the name of its folders for settings and state.",
  },
  account: { value: "NAME", description: "Which of several accounts: a name of your choice, or an email address." },
}

/** What these commands hand to `@client-secrets/oauth/local`. */
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

/** A source whose file need not hold the secret: `keychain add` moves it into the keychain. */
function withKeychain(source: Source, app: string): Source {
  return {
    name: source.name,
    async read(context) {
      const document = await source.read(context)
      const content =
        document !== undefined && Object.hasOwn(document, "content")
          ? (document as { readonly content: unknown }).content
          : undefined
      const parsed = safeParseClientSecrets(content as Uint8Array, {
        optional: ["client_secret", "redirect_uris", "auth_uri", "token_uri"],
      })
      // What is wrong with the file is said by whoever reads it next. A client that has its secret needs no other.
      if (!parsed.success || parsed.data.clientSecret !== undefined) return document
      const secret = await secretInKeychain(app)
      if (secret === undefined) return document
      return { content: toClientSecretsJson({ ...parsed.data, clientSecret: createSecret(secret) }) }
    },
  }
}

/** Undefined if none exists, or no keychain: a client may do without a secret. */
async function secretInKeychain(app: string): Promise<string | undefined> {
  const { keychainSource } = await import("@client-secrets/keychain")
  try {
    const document = await keychainSource(app).read()
    const content =
      document !== undefined && Object.hasOwn(document, "content")
        ? (document as { readonly content: unknown }).content
        : undefined
    return typeof content === "string" ? content : undefined
  } catch (error) {
    if (isSourceFailure(error) && (error as { code?: unknown }).code === "unsupported") return undefined
    throw error
  }
}

/** What to do about an error, in the words of the command line. */
const advices: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  sign_in_required: ["Run client-secrets login."],
  not_found: ["Run client-secrets setup to create a client file, or pass its path."],
})

/** Errors that another sign-in mends, or that the provider decided. */
const refusals: ReadonlySet<string> = new Set(["sign_in_required", "rejected", "scope_missing"])

/** Runs work that signs in, and says of its errors what to do. Their messages hold no value, and no other error's is printed. */
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
      throw new CommandFailure("usage", "These options do not go together.", "See --help.")
    // A keychain's failures are a source's: their messages are ours and hold no value.
    if (isSourceFailure(error)) throw new CommandFailure("io", (error as Error).message)
    if (!ClientSecretsError.is(error)) throw error
    const { code, message } = error
    const [first, ...rest] = message.split("\n")
    const advice = [...rest.map(line => line.trim()), ...(advices[code] ?? [])]
    const kind = refusals.has(code) ? "sign_in" : code === "invalid" ? "invalid" : "io"
    throw new CommandFailure(kind, first!, advice.length === 0 ? undefined : advice.join("\n"))
  }
}
