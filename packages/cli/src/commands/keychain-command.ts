import { realpathSync } from "node:fs"
import { generate, publicFileEmitter } from "@client-secrets/codegen"
import { suggest } from "../arguments/suggest.ts"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { membersBesideSecret } from "../input/optional-members.ts"
import { readClientFile } from "../input/read-client-file.ts"
import type { Input } from "../input/read-input.ts"
import { clientOf } from "../input/secrets-of.ts"
import { putInPlace } from "../setup/put-in-place.ts"
import { accountOptions, accountSettings, withSignInErrors } from "../sign-in/account-options.ts"
import { storeClient } from "../sign-in/keychain-client.ts"
import type { Command, CommandResult, CommandRun } from "./command.ts"

const actions = ["add", "remove"]

/** `client-secrets keychain add|remove` */
export const keychainCommand: Command = {
  usage: "add [INPUT] | remove",
  description: `add moves the secret of a client file (client_secrets.json) into the keychain: macOS Keychain, Windows Credential Manager, gnome-keyring or KWallet. It is read back before it is removed from the file; the public part of the file stays. Programs read it with keychainSource(NAME), and login finds it by itself.

The keychain gets the whole file, so that login gives the secret to no file with another client ID or other endpoints.

remove deletes it from the keychain. On Node and Deno this needs the package @napi-rs/keyring.`,
  examples: ["keychain add client_secrets.json --app my-program", "keychain remove --app my-program"],
  options: {
    app: accountOptions["app"]!,
    "keep-file": { description: "Leave the secret in the file, too." },
  },
  async run(run) {
    const [action, ...words] = run.given.positionals
    if (action === "add") return await addSecret(run, words)
    if (action === "remove" && run.given.has("keep-file")) {
      throw new CommandFailure("usage", "--keep-file belongs to keychain add: keychain remove changes no file.")
    }
    if (action === "remove" && words.length === 0) return await removeSecret(run)
    const meant = action === undefined ? undefined : suggest(action, actions)
    const hint =
      meant === undefined || meant === action ? "For example: client-secrets keychain add" : `Did you mean ${meant}?`
    throw new CommandFailure("usage", "keychain needs add or remove.", hint)
  },
}

async function addSecret(run: CommandRun, words: readonly string[]): Promise<CommandResult> {
  const { app } = accountSettings(run)
  const input = await readClientFile(words, run)
  const client = clientOf(input)
  const keepsFile = run.given.has("keep-file") || input.path === undefined
  // Made first: what cannot be written without the secret is not taken apart.
  const publicText = keepsFile ? undefined : publicPartOf(input)
  await withSignInErrors(run, () => storeClient(app, client))
  run.reporter.note(`The secret is in the keychain, under ${app}.`)
  if (publicText !== undefined) {
    putInPlace(realpathSync(input.path!), Buffer.from(publicText), true)
    run.reporter.note(`${input.label} no longer holds it.`)
  }
  return { exitCode: exitCode.ok, result: { app, input: input.label, isInFile: keepsFile } }
}

async function removeSecret(run: CommandRun): Promise<CommandResult> {
  const { app } = accountSettings(run)
  const { removeFromKeychain } = await import("@client-secrets/keychain")
  await withSignInErrors(run, () => removeFromKeychain(app))
  run.reporter.note(`The keychain holds no secret under ${app}.`)
  return { exitCode: exitCode.ok, result: { app } }
}

/** The same file without its secret, as the generator writes it. */
function publicPartOf({ label, content }: Input): string {
  const { files } = generate([{ label, content }], { emitters: [publicFileEmitter], optional: membersBesideSecret })
  const [file] = files
  if (file !== undefined) return file.text
  throw new CommandFailure(
    "invalid",
    `${label} has an error.`,
    "Run client-secrets inspect to see it. Nothing was changed.",
  )
}
