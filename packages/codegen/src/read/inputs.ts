import { identifiersOf } from "./identifiers.ts"
import { ownOptions } from "./own-options.ts"
import type { ReadableContent } from "./read-client.ts"
import { parseSecretReference, type SecretReference } from "./secret-reference.ts"

/** One of several inputs. */
export interface GenerateInput {
  readonly content: ReadableContent
  /** What its modules are named after: `google` gives `google.public.ts`, `google` and `googleSource`. @default options.name */
  readonly name?: string | undefined
  /** Of a client that has several: `dev`, `prod`. All inputs of one name have one, or none has. @default none */
  readonly environment?: string | undefined
  /** @default options.secret */
  readonly secret?: string | undefined
  /** What diagnostics call it, such as the file's path. @default the name and environment */
  readonly label?: string | undefined
}

/** An input with everything that is decided by default. */
export interface CheckedInput {
  readonly content: ReadableContent
  readonly name: string
  readonly environment: string | undefined
  readonly reference: SecretReference
  readonly label: string
}

/** @throws {TypeError} for names, environments and references that are none, or that do not go together. */
export function checkInputs(
  input: ReadableContent | readonly GenerateInput[],
  defaults: { readonly name: string; readonly secret: string | undefined },
): readonly CheckedInput[] {
  const list: readonly GenerateInput[] = Array.isArray(input) ? input : [{ content: input as ReadableContent }]
  if (list.length === 0) throw new TypeError("There is no input.")
  if (list.some(one => typeof one !== "object"))
    throw new TypeError("One of several inputs is an object { content, … }.")
  const inputs = list.map(one => checkInput(ownOptions(one), defaults))
  checkTogether(inputs)
  return inputs
}

function checkInput(input: GenerateInput, defaults: { name: string; secret: string | undefined }): CheckedInput {
  const { content, name = defaults.name, environment, secret = defaults.secret, label } = input
  const { value } = identifiersOf(name, "A client's name")
  // Whatever its ending: a repository with such a file cannot be checked out there.
  if (/^(?:con|prn|aux|nul|(?:com|lpt)\d)$/i.test(name))
    throw new TypeError(
      "A client's name is that of a device on Windows, where no file can be called so: choose another.",
    )
  if (environment !== undefined && identifiersOf(environment, "An environment").value === value) {
    throw new TypeError("An environment has the name of its client.")
  }
  if (label !== undefined && typeof label !== "string") throw new TypeError("label is a text.")
  const variable = `${name.replaceAll("-", "_").toUpperCase()}_CLIENT_SECRET`
  const ownLabel = environment === undefined ? name : `${name} (${environment})`
  const reference = parseSecretReference(secret ?? `env:${variable}`)
  return { content, name, environment, reference, label: label ?? ownLabel }
}

function checkTogether(inputs: readonly CheckedInput[]): void {
  const seen = new Map<string, CheckedInput>()
  const declared = new Set<string>()
  for (const input of inputs) {
    const { name, environment, reference } = input
    // Some file systems do not tell capitals from small letters.
    const key = name.toLowerCase()
    const first = seen.get(key) ?? input
    seen.set(key, first)
    const hasEnvironment = environment !== undefined
    const place = `${key} ${hasEnvironment ? identifiersOf(environment, "").value.toLowerCase() : ""}`
    if (first.name !== name || declared.has(place) || (first.environment !== undefined) !== hasEnvironment) {
      throw new TypeError("Two inputs have one name: give each a name of its own, or each an environment of its own.")
    }
    declared.add(place)
    if (first.reference.kind !== reference.kind) {
      throw new TypeError("The environments of one client have their secrets in places of one kind.")
    }
  }
}
