import type { Diagnostic } from "./diagnostic.ts"
import { checkFiles, checkLeaks } from "./emit/check-outputs.ts"
import { emitInline, refuseInline } from "./emit/inline-secret.ts"
import { typescriptEmitter } from "./emit/modules.ts"
import { createModel, type NamedClient } from "./model/create-model.ts"
import type { EmittedFile, Emitter, GeneratedFile, ImportStyle } from "./model/model.ts"
import { defaultName } from "./read/default-name.ts"
import { checkInputs, type GenerateInput, labelOf, listInputs, type SecretOption } from "./read/inputs.ts"
import { ownOptions } from "./read/own-options.ts"
import { type ReadableContent, type ReadClientOptions, readSearchableClient } from "./read/read-client.ts"

/** Options of `generate`. */
export interface GenerateOptions extends Omit<ReadClientOptions, "label"> {
  /** What the modules are named after: a word. @default the provider, the file (by its label), or the provider's host */
  readonly name?: string | undefined
  /**
   * Where the secret is at run time: `env:NAME`, `file:path` (from the working directory), `aws:id` (AWS Secrets Manager), or
   * several of these in the order in which they are read; `none` for a public client, which then has no server module.
   * @default env:GOOGLE_CLIENT_SECRET, after the name
   */
  readonly secret?: SecretOption | undefined
  /**
   * What the server modules import: `"client-secrets"`, the one package of an application, or `"scoped"`, the packages behind
   * it. The command line chooses by what the project has.
   * @default "scoped"
   */
  readonly imports?: ImportStyle | undefined
  /** The kinds of output. @default [typescriptEmitter] */
  readonly emitters?: readonly Emitter[] | undefined
  /** Write the secret into the server modules, marked `holdsSecret`. Refused for a `web` client. @default false */
  readonly inlineSecret?: boolean | undefined
}

/** The result of `generate`: the files, unless there is an error. */
export interface GenerateResult {
  /** By their paths. None, where a diagnostic is an error. */
  readonly files: readonly GeneratedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Generates modules that contain the public part of OAuth clients and refer to the secret.
 *
 * Reads and writes no file and no variable: the command `client-secrets generate` does. The same inputs lead to the same bytes,
 * whatever the order of their members and of the inputs, and also with another secret or none. Every output is searched
 * for every secret before it is returned.
 *
 * @throws {TypeError} for options that are not of their kind; problems of the inputs are diagnostics.
 */
export function generate(
  input: ReadableContent | readonly GenerateInput[],
  options: GenerateOptions = {},
): GenerateResult {
  const own = ownOptions(options)
  const { secret, emitters = [typescriptEmitter], inlineSecret = false, imports = "scoped" } = own
  checkEmitters(emitters)
  const { type, optional, maxBytes, allowInsecureEndpoints, accept } = own
  const readOptions = { type, optional, maxBytes, allowInsecureEndpoints, accept }
  if (typeof inlineSecret !== "boolean") throw new TypeError("inlineSecret must be true or false.")
  if (imports !== "client-secrets" && imports !== "scoped") {
    throw new TypeError('imports must be "client-secrets" or "scoped".')
  }
  const list = listInputs(input)
  const results = list.map(one => {
    const read = readSearchableClient(one.content, { ...readOptions, label: labelOf(one) })
    // The searches of several inputs are not kept, since their tables are large: one search for all secrets is made later.
    return list.length === 1 ? read : { ...read, find: undefined }
  })
  const name = own.name !== undefined ? own.name : defaultName(results[0]!.client, list[0]!.label)
  const reads = checkInputs(list, { name, secret }).map((one, index) => ({ ...one, ...results[index]! }))
  const clients = reads.flatMap((read): NamedClient[] =>
    read.client === undefined ? [] : [{ ...read, client: read.client }],
  )
  const { model, diagnostics: differences } = createModel(clients, imports)
  const diagnostics = [
    ...reads.flatMap(read => read.diagnostics),
    ...(inlineSecret ? reads.flatMap(refuseInline) : []),
    ...differences,
  ]
  if (diagnostics.some(({ severity }) => severity === "error")) return { files: [], diagnostics }

  const files = emitters.flatMap((emitter): readonly GeneratedFile[] => {
    const inline = inlineSecret ? emitInline(emitter, model, reads) : undefined
    // An emitter's own marks on its files are ignored: it has no secret to write.
    return inline ?? emitter.generate(model).map(file => generatedFile(file))
  })
  checkFiles(files)
  const leaks = checkLeaks(files, reads)
  if (leaks.length > 0) return { files: [], diagnostics: [...diagnostics, ...leaks] }
  return { files: files.sort((left, right) => (left.path < right.path ? -1 : 1)), diagnostics }
}

function generatedFile(file: EmittedFile): GeneratedFile {
  const { path, text, isServerModule = false, mainExport } = ownOptions(file)
  return { path, text, holdsSecret: false, isServerModule, mainExport }
}

function checkEmitters(emitters: readonly Emitter[]): void {
  const isList = Array.isArray(emitters) && emitters.every(emitter => typeof emitter?.generate === "function")
  if (!isList || emitters.length === 0) throw new TypeError("emitters is a list of objects { name, generate }.")
}
