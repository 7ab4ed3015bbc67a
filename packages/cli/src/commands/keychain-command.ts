import { realpathSync } from "node:fs"
import { generate, publicFileEmitter } from "@client-secrets/codegen"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { readClientFile } from "../input/read-client-file.ts"
import type { Input } from "../input/read-input.ts"
import { secretOf } from "../input/secrets-of.ts"
import { putInPlace } from "../setup/put-in-place.ts"
import { accountOptions, accountSettings, withSignInErrors } from "../sign-in/account-options.ts"
import type { Command, CommandResult, CommandRun } from "./command.ts"

/** `client-secrets keychain add|remove` */
export const keychainCommand: Command = {
  usage: "add [INPUT] | remove",
  description: `add moves the secret of a client file (client_secrets.json) into the keychain: macOS Keychain, Windows Credential Manager, gnome-keyring or KWallet. It is read back before it is removed from the file, of which the public part stays. Programs read it with keychainSource(NAME), and login finds it by itself.

remove deletes it from the keychain. On Node and Deno this needs the package @napi-rs/keyring.`,
  examples: ["keychain add client_secrets.json --app my-program", "keychain remove --app my-program"],
  options: {
    app: accountOptions["app"]!,
    "keep-file": { description: "Leave the secret in the file, too." },
  },
  async run(run) {
    const [action, ...words] = run.given.positionals
    if (action === "add") return await addSecret(run, words)
    if (action === "remove" && words.length === 0) return await removeSecret(run)
    throw new CommandFailure("usage", "keychain needs add or remove.", "For example: client-secrets keychain add")
  },
}

async function addSecret(run: CommandRun, words: readonly string[]): Promise<CommandResult> {
  const { app } = accountSettings(run)
  const input = await readClientFile(words, run)
  const secret = secretOf(input)
  const keepsFile = run.given.has("keep-file") || input.path === undefined
  // Made first: what cannot be written without the secret is not taken apart.
  const publicText = keepsFile ? undefined : publicPartOf(input)
  const { keychainSource, storeInKeychain } = await import("@client-secrets/keychain")
  await withSignInErrors(run, async () => {
    await storeInKeychain(app, secret)
    const kept = await keychainSource(app).read()
    const content =
      kept !== undefined && Object.hasOwn(kept, "content") ? (kept as { content: unknown }).content : undefined
    if (content !== secret)
      throw new CommandFailure("io", "The keychain did not keep the secret. The file is unchanged.")
  })
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
  const optional = ["redirect_uris", "auth_uri", "token_uri"] as const
  const { files } = generate([{ label, content }], { emitters: [publicFileEmitter], optional })
  const [file] = files
  if (file !== undefined) return file.text
  throw new CommandFailure("invalid", `${label} has an error.`, "client-secrets inspect shows it. Nothing was changed.")
}
