import { checkFiles } from "./check-files.ts"
import { checkInputs, type GenerateContent, type GenerateInput } from "./check-inputs.ts"
import { checkLeaks } from "./check-leaks.ts"
import { createModel, type NamedClient } from "./create-model.ts"
import type { Diagnostic } from "./diagnostic.ts"
import { emitInline, refuseInline } from "./inline-secret.ts"
import type { Emitter, GeneratedFile } from "./model.ts"
import { ownOptions } from "./own-options.ts"
import { checkReadOptions, type ReadClientOptions, readClient } from "./read-client.ts"
import { typescriptEmitter } from "./typescript-emitter.ts"

/** Options of `generate`. */
export interface GenerateOptions extends ReadClientOptions {
  /** What the modules are named after: a word. @default "google" */
  readonly name?: string | undefined
  /**
   * Where the secret is at run time: `env:NAME`, `file:path` (from the working directory), `aws:id` (AWS Secrets Manager),
   * or `none` for a public client, which then has no server module.
   * @default env:GOOGLE_CLIENT_SECRET, after the name
   */
  readonly secret?: string | undefined
  /** The flavours of the output. @default [typescriptEmitter] */
  readonly emitters?: readonly Emitter[] | undefined
  /** Write the secret into the server modules, marked `holdsSecret`. Refused for a `web` client. @default false */
  readonly inlineSecret?: boolean | undefined
}

/** What `generate` gives: the files, unless something is wrong. */
export interface GenerateResult {
  /** By their paths. None, where a diagnostic is an error. */
  readonly files: readonly GeneratedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Generates modules that hold the public part of OAuth clients and reach the secret by reference.
 *
 * Reads and writes no file and no variable: the command `client-secrets generate` does. The same inputs give the same bytes,
 * in whichever order their members and they themselves come, and also with another secret or none. Every output is searched
 * for every secret before it is given.
 *
 * @throws {TypeError} for options that are not of their kind; problems of the inputs are diagnostics.
 */
export function generate(
  input: GenerateContent | readonly GenerateInput[],
  options: GenerateOptions = {},
): GenerateResult {
  const own = ownOptions(options)
  const { name = "google", secret, emitters = [typescriptEmitter], inlineSecret = false } = own
  checkEmitters(emitters)
  checkReadOptions(own)
  if (typeof inlineSecret !== "boolean") throw new TypeError("inlineSecret must be true or false.")
  const inputs = checkInputs(input, { name, secret })

  const reads = inputs.map(one => ({ ...one, ...readClient(one.label, one.content, own) }))
  const clients = reads.flatMap((read): NamedClient[] =>
    read.client === undefined ? [] : [{ ...read, client: read.client }],
  )
  const { model, diagnostics: differences } = createModel(clients)
  const diagnostics = [
    ...reads.flatMap(read => read.diagnostics),
    ...(inlineSecret ? reads.flatMap(refuseInline) : []),
    ...differences,
  ]
  if (diagnostics.some(({ severity }) => severity === "error")) return { files: [], diagnostics }

  const files = emitters.flatMap((emitter): readonly GeneratedFile[] => {
    const inline = inlineSecret ? emitInline(emitter, model, reads) : undefined
    // What an emitter says of its files is not taken over: it has no secret to hold.
    return inline ?? emitter.generate(model).map(({ path, text }) => ({ path, text, holdsSecret: false }))
  })
  checkFiles(files)
  const leaks = checkLeaks(files, reads)
  if (leaks.length > 0) return { files: [], diagnostics: [...diagnostics, ...leaks] }
  return { files: files.sort((left, right) => (left.path < right.path ? -1 : 1)), diagnostics }
}

function checkEmitters(emitters: readonly Emitter[]): void {
  const isList = Array.isArray(emitters) && emitters.every(emitter => typeof emitter?.generate === "function")
  if (!isList || emitters.length === 0) throw new TypeError("emitters is a list of objects { name, generate }.")
}
