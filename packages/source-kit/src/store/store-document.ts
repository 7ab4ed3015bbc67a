import type { SourceDocument } from "@client-secrets/core"
import { decodeCarriage } from "@client-secrets/recognize"
import { describeType } from "../describe-type.ts"
import { ownOptions } from "../own-options.ts"
import { printPath } from "../printable.ts"
import { sourceFailure } from "../source-failure.ts"
import { membersOfPairs } from "./pairs.ts"
import { printableName } from "./printable-name.ts"
import { repeatedNameIn } from "./repeated-name.ts"

/** Marks content that people put into a store, or that came from one: core looks for lost quotes, encodings and the like. */
export const carried: { readonly carried: true } = { carried: true }

/** Where in a store's secret the file is, and which version of the secret it is. */
export interface StoreDocumentOptions {
  /** The field of the secret, a JSON object, whose value is the client file. @default none: the whole secret is */
  readonly field?: string | undefined
  readonly version?: string | undefined
}

/**
 * The document in a secret of a store: the whole file, key/value pairs named like its members, or one field that contains
 * either.
 *
 * A store's secret is a string or bytes, or what the store has already made of JSON. What is neither pairs nor a named
 * field goes to core as it is, which says what is wrong with it.
 *
 * @throws `invalid` where the secret has no such field, and where two of its names are one member, of which a reader would see
 * only the last
 */
export function storeDocument(value: unknown, options?: StoreDocumentOptions): SourceDocument {
  const { field, version } = ownOptions(options)
  return { ...documentIn(value, field), ...(version !== undefined && { version }) }
}

function documentIn(value: unknown, field: string | undefined): SourceDocument {
  const secret = toObject(value)
  if (field === undefined) {
    const pairs = secret && membersOfPairs(secret)
    if (pairs) {
      refuseRepeatedName(value, undefined)
      return pairs
    }
    // What is wrong with a whole file, core says.
    return { content: value as string, ...carried, hint: () => secret && hintOfField(secret) }
  }
  if (secret === undefined) {
    throw sourceFailure(
      "invalid",
      "The secret is not a JSON object, so it has no fields. Remove the option field if the whole secret is the file.",
    )
  }
  if (!Object.hasOwn(secret, field)) {
    throw sourceFailure("invalid", `The secret has no field ${printPath(field)}. ${namesOf(secret)}`.trim())
  }
  refuseRepeatedName(value, field)
  const content = secret[field]
  const fields = toObject(content)
  const pairs = fields && membersOfPairs(fields)
  if (pairs) {
    refuseRepeatedName(content, undefined)
    return pairs
  }
  if (typeof content === "string" || fields !== undefined) return { content: content as string, ...carried }
  throw sourceFailure(
    "invalid",
    `The field ${printPath(field)} of the secret holds ${describeType(content)}, not a file.`,
  )
}

/** JSON.parse takes the last of two values with the same name, silently. */
function refuseRepeatedName(value: unknown, field: string | undefined): void {
  const text = toText(value)
  const name = text === undefined ? undefined : repeatedNameIn(text, field)
  if (name === undefined) return
  const what = printableName(name) ?? "a name"
  throw sourceFailure("invalid", `The secret has ${what} twice. Remove the one that is not correct.`)
}

/** An object, or the JSON in a string or bytes, also in base64; `undefined` for anything else, including a list. */
function toObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const text = toText(value)
  if (text !== undefined) return parseObject(text)
  return isObject(value) ? ownOptions(value) : undefined
}

function toText(value: unknown): string | undefined {
  if (typeof value !== "string" && !(value instanceof Uint8Array)) return undefined
  const text = decodeCarriage(value)?.text
  return text?.startsWith("\ufeff") ? text.slice(1) : text
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? ownOptions(value) : undefined
  } catch {
    // The engine's message quotes the text; core finds the place itself.
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Advice for a secret that is not a file, while one of its fields is. */
function hintOfField(secret: Readonly<Record<string, unknown>>): string | undefined {
  const field = Object.keys(secret).find(name => {
    const value = toObject(secret[name])
    return value !== undefined && (Object.hasOwn(value, "web") || Object.hasOwn(value, "installed"))
  })
  // A whole file has a `web` or `installed` that contains no other one.
  return field === undefined
    ? undefined
    : `The field ${printPath(field)} of the secret holds a client file: pass the option field with its name.`
}

/** The names of the fields, where they can be printed. */
function namesOf(secret: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(secret)
  if (names.length === 0) return "It has no fields."
  const printable = names.map(printableName)
  if (names.length > 10 || printable.includes(undefined)) return `Number of its fields: ${names.length}.`
  return `Its fields are: ${printable.join(", ")}.`
}

/** @throws {TypeError} for an option `field` that cannot be the name of one */
export function checkField(field: unknown): void {
  if (field === undefined || (typeof field === "string" && field !== "")) return
  throw new TypeError("The option field must be the name of a field of the secret, a string that is not empty.")
}
