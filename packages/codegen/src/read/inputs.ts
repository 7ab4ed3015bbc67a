import { checkName, identifiersOf } from "./identifiers.ts"
import { ownOptions } from "./own-options.ts"
import type { ReadableContent } from "./read-client.ts"
import { parseSecretReferences, type SecretReference } from "./secret-reference.ts"

/** Where a secret is at run time: one reference, or several in the order in which they are read. */
export type SecretOption = string | readonly string[]

/** One of several inputs. */
export interface GenerateInput {
  readonly content: ReadableContent
  /** The base name of its modules: `google` leads to `google.public.ts`, `google` and `googleSource`. @default options.name */
  readonly name?: string | undefined
  /** For a client with several environments: `dev`, `prod`. All inputs of one name have one, or none has. @default none */
  readonly environment?: string | undefined
  /** @default options.secret */
  readonly secret?: SecretOption | undefined
  /** Its name in diagnostics, such as the file's path. @default the name and environment */
  readonly label?: string | undefined
}

/** An input with everything that is decided by default. */
export interface CheckedInput {
  readonly content: ReadableContent
  readonly name: string
  readonly environment: string | undefined
  readonly references: readonly SecretReference[]
  readonly label: string
}

/** The inputs as a list of own properties. */
export function listInputs(input: ReadableContent | readonly GenerateInput[]): readonly GenerateInput[] {
  const list: readonly GenerateInput[] = Array.isArray(input) ? input : [{ content: input as ReadableContent }]
  if (list.length === 0) throw new TypeError("There is no input.")
  if (list.some(one => typeof one !== "object" || one === null)) {
    throw new TypeError("Each of several inputs must be an object { content, … }.")
  }
  return list.map(one => {
    const own = ownOptions(one)
    if (own.label !== undefined && typeof own.label !== "string") throw new TypeError("label must be a string.")
    return own
  })
}

/** An input's name in diagnostics. */
export function labelOf({ label, name, environment }: GenerateInput): string {
  if (label !== undefined) return label
  const owner = typeof name === "string" ? name : "the client file"
  return environment === undefined ? owner : `${owner} (${environment})`
}

/** @throws {TypeError} for names, environments and references that are not valid, or that do not go together. */
export function checkInputs(
  list: readonly GenerateInput[],
  defaults: { readonly name: string; readonly secret: SecretOption | undefined },
): readonly CheckedInput[] {
  const inputs = list.map(one => checkInput(one, defaults))
  checkTogether(inputs)
  return inputs
}

function checkInput(
  input: GenerateInput,
  defaults: { readonly name: string; readonly secret: SecretOption | undefined },
): CheckedInput {
  const { content, name = defaults.name, environment, secret = defaults.secret } = input
  const { value } = checkName(name)
  if (environment !== undefined && identifiersOf(environment, "An environment").value === value) {
    throw new TypeError("An environment has the name of its client.")
  }
  const variable = `${name.replaceAll("-", "_").toUpperCase()}_CLIENT_SECRET`
  const references = parseSecretReferences(secret ?? `env:${variable}`)
  return { content, name, environment, references, label: labelOf(input) }
}

function checkTogether(inputs: readonly CheckedInput[]): void {
  // Some file systems do not distinguish capital and small letters.
  const byName = new Map<string, CheckedInput[]>()
  for (const input of inputs) {
    const key = input.name.toLowerCase()
    byName.set(key, [...(byName.get(key) ?? []), input])
  }
  for (const group of byName.values()) checkGroup(group)
}

/** Inputs of one client: each is an environment of it, unless there is only one. */
function checkGroup(group: readonly CheckedInput[]): void {
  const [first] = group
  if (group.some(({ name }) => name !== first!.name)) {
    throw new TypeError("Two clients have names that differ only in capital letters: rename one of them.")
  }
  const environments = group.flatMap(({ environment }) => (environment === undefined ? [] : [environment]))
  if (group.length > 1 && environments.length < group.length) {
    throw new TypeError("Two inputs have one name: give each its own name, or each its own environment.")
  }
  const words = environments.map(environment => identifiersOf(environment, "An environment").value.toLowerCase())
  if (new Set(words).size < words.length) {
    throw new TypeError("Two environments of one client have the same name: rename one of them.")
  }
  const kinds = group.map(({ references }) => references.map(({ kind }) => kind).join())
  if (new Set(kinds).size > 1) {
    throw new TypeError(
      "The environments of one client must have their secrets in places of the same kinds, in the same order.",
    )
  }
}
