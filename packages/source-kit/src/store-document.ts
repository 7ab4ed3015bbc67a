import type { ClientType, SourceDocument } from "@client-secrets/core"
import { decodeCarriage } from "./carriage/index.ts"
import { describeType } from "./describe-type.ts"
import { ownOptions } from "./own-options.ts"
import { printPath } from "./printable.ts"
import { sourceFailure } from "./source-failure.ts"

/** Marks content that people put into a store, or that came from one: core looks for lost quotes, encodings and the like. */
export const carried: { readonly carried: true } = { carried: true }

/** Where in a store's secret the file is, and which version of the secret it is. */
export interface StoreDocumentOptions {
  /** The field of the secret, a JSON object, whose value is the client file. @default none: the whole secret is */
  readonly field?: string | undefined
  readonly version?: string | undefined
}

/**
 * The document in a secret of a store: the whole file, key/value pairs named like its members, or one field that holds
 * either.
 *
 * A store's secret is a string or bytes, or what the store has already made of JSON. What is neither pairs nor a named
 * field goes to core as it is, which says what is wrong with it.
 *
 * @throws `invalid` where the secret has no such field
 */
export function storeDocument(value: unknown, options?: StoreDocumentOptions): SourceDocument {
  const { field, version } = ownOptions(options)
  return { ...documentIn(value, field), ...(version !== undefined && { version }) }
}

function documentIn(value: unknown, field: string | undefined): SourceDocument {
  const secret = toObject(value)
  if (field === undefined) {
    const pairs = secret && membersOfPairs(secret)
    if (pairs) return pairs
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
  const content = secret[field]
  const fields = toObject(content)
  const pairs = fields && membersOfPairs(fields)
  if (pairs) return pairs
  if (typeof content === "string" || fields !== undefined) return { content: content as string, ...carried }
  throw sourceFailure(
    "invalid",
    `The field ${printPath(field)} of the secret holds ${describeType(content)}, not a file.`,
  )
}

/** An object, or what a string or bytes hold as JSON, also in base64; `undefined` for anything else, a list included. */
function toObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value === "string" || value instanceof Uint8Array) return parseObject(decodeCarriage(value)?.text)
  return isObject(value) ? ownOptions(value) : undefined
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text)
    return isObject(value) ? ownOptions(value) : undefined
  } catch {
    // The engine's message quotes the text; core finds the place itself.
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

interface Pairs {
  readonly members: Readonly<Record<string, string | readonly string[]>>
  readonly type?: ClientType
}

/** Files of other kinds hold a client's id and secret too: core names them, if it sees them whole. */
const namesOfOtherKinds = ["accesstoken", "refreshtoken", "idtoken", "token", "subjecttoken", "privatekey"]

/**
 * The members in key/value pairs; `undefined` where these are not clearly the pairs of one client.
 *
 * Core finds the member that a name means: case, spaces, hyphens and underscores do not count.
 */
function membersOfPairs(pairs: Readonly<Record<string, unknown>>): Pairs | undefined {
  const members: Record<string, string | readonly string[]> = Object.create(null)
  let type: ClientType | undefined
  let isClient = false
  for (const [name, value] of Object.entries(pairs)) {
    const plainName = plain(name)
    if (plainName === "type") {
      type = toClientType(value)
      if (type === undefined) return undefined
      continue
    }
    if (namesOfOtherKinds.includes(plainName) || !isMemberValue(value)) return undefined
    if (plainName === "clientid" || plainName === "clientsecret") isClient = true
    members[name] = value
  }
  if (!isClient) return undefined
  return { members, ...(type && { type }) }
}

/** A name without what people write differently: `Client ID`, `client-id`, `clientId` and `CLIENT_ID` are one. */
function plain(name: string): string {
  return name.replaceAll(/[\s_-]/g, "").toLowerCase()
}

function toClientType(value: unknown): ClientType | undefined {
  const type = typeof value === "string" ? value.trim().toLowerCase() : ""
  return type === "web" || type === "installed" ? type : undefined
}

function isMemberValue(value: unknown): value is string | readonly string[] {
  return typeof value === "string" || (Array.isArray(value) && value.every(item => typeof item === "string"))
}

/** Advice for a secret that is not a file, while one of its fields is. */
function hintOfField(secret: Readonly<Record<string, unknown>>): string | undefined {
  const field = Object.keys(secret).find(name => {
    const value = toObject(secret[name])
    return value !== undefined && (Object.hasOwn(value, "web") || Object.hasOwn(value, "installed"))
  })
  // A whole file has a `web` or `installed` that holds no further one.
  return field === undefined
    ? undefined
    : `The field ${printPath(field)} of the secret holds a client file: pass the option field with its name.`
}

/** The names of the fields, where they can be printed. */
function namesOf(secret: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(secret)
  if (names.length === 0) return "It has no fields."
  if (names.length > 10 || !names.every(isPrintable)) return `Number of its fields: ${names.length}.`
  return `Its fields are: ${names.join(", ")}.`
}

function isPrintable(name: string): boolean {
  return /^[A-Za-z][\w.-]{0,39}$/.test(name) && printPath(name) === name
}

/** @throws {TypeError} for an option `field` that cannot be the name of one */
export function checkField(field: unknown): void {
  if (field === undefined || (typeof field === "string" && field !== "")) return
  throw new TypeError("The option field must be the name of a field of the secret, a string that is not empty.")
}
