import type { SourceDocument } from "@client-secrets/core"
import { decodeCarriage, googleEndpoints, isGoogleEndpoint, splitList } from "@client-secrets/recognize"
import { ownProperty } from "@client-secrets/source-kit"
import { decodeText } from "./decode-text.ts"
import { type Hidden, hide, reveal } from "./hidden.ts"

/** A document in a form of variables, and what it leaves to defaults. */
export interface StatedDocument {
  readonly document: Hidden<SourceDocument>
  /** Whether the document itself says which type the client has. */
  readonly statesType: boolean
  /**
   * Where the endpoints come from: the document, the variables' names (`GOOGLE_…` implies Google's), or a default that nobody
   * asked for.
   */
  readonly endpoints: "stated" | "implied" | "default"
}

/** The members that a document states, and its type. */
type Client = Readonly<Record<string, unknown>>

const impliedMembers = { auth_uri: googleEndpoints.authUri, token_uri: googleEndpoints.tokenUri }

/**
 * Reads the clients of a document: of the same encodings as core, and without its rules, since core checks the document that
 * is chosen. A file may have a client of each type: which of them is used, the reader decides.
 *
 * @returns none for what is not a client file
 */
function readClients({ document, statesType, endpoints }: StatedDocument): readonly Client[] {
  const found = reveal(document)
  const members = ownProperty(found, "members")
  if (members !== undefined) {
    const implied = endpoints === "implied" ? impliedMembers : {}
    const type = statesType ? ownProperty(found, "type") : undefined
    return [withoutPrototype({ ...implied, ...(members as Client), ...(type !== undefined && { type }) })]
  }
  const file = parseFile(ownProperty(found, "content"), ownProperty(found, "carried") !== undefined)
  const types = ["web", "installed"].filter(name => isObject(ownProperty(file, name)))
  return types.map(type => withoutPrototype({ ...(ownProperty(file, type) as Client), type }))
}

function parseFile(content: unknown, isCarried: boolean): unknown {
  try {
    const isText = typeof content === "string" || content instanceof Uint8Array
    if (isCarried && isText) return JSON.parse((decodeCarriage(content)?.text ?? "").replace(/^\ufeff/, ""))
    const text = content instanceof Uint8Array ? decodeText(content) : content
    return typeof text === "string" ? JSON.parse(text.replace(/^\ufeff/, "")) : content
  } catch {
    // Core says what is wrong with it. The engine's message would quote it.
    return undefined
  }
}

/**
 * Whether a document has both an id and a secret. One that cannot be read counts as complete, so that its error is seen; half
 * of a split form does not.
 */
export function isComplete(form: StatedDocument): boolean {
  const clients = readClients(form)
  return clients.length === 0 || clients.some(hasIdAndSecret)
}

function hasIdAndSecret(client: Client): boolean {
  return ["client_id", "client_secret"].every(name => client[name] !== undefined && client[name] !== "")
}

/**
 * Finds a member that both documents state, and in which they differ: `tokenUri`'s is `token_uri`.
 *
 * Lists agree if one is within the other. Endpoints that the variables' names imply agree with each of Google's. A document
 * that cannot be read is not compared.
 */
export function findDifference(one: StatedDocument, other: StatedDocument): string | undefined {
  const pairs = hide(pairClients(readClients(one), readClients(other)))
  const isImplied = one.endpoints === "implied" || other.endpoints === "implied"
  for (const index of reveal(pairs).keys()) {
    const names = new Set(reveal(pairs)[index]!.flatMap(client => Object.keys(client)))
    const difference = [...names].find(name => {
      const [value, otherValue] = reveal(pairs)[index]!.map(client => client[name])
      if (value === undefined || otherValue === undefined) return false
      const isEndpoint = name === "auth_uri" || name === "token_uri"
      if (isEndpoint && isImplied) return !(isGoogles(name, value) && isGoogles(name, otherValue))
      return !agree(value, otherValue)
    })
    if (difference !== undefined) return difference
  }
  return undefined
}

/** Each client with the other document's of the same type; where that has none, with all of its clients. */
function pairClients(ones: readonly Client[], others: readonly Client[]): readonly (readonly [Client, Client])[] {
  return [
    ...ones.flatMap(one => counterparts(one, others).map(other => [one, other] as const)),
    ...others.flatMap(other => counterparts(other, ones).map(one => [one, other] as const)),
  ]
}

function counterparts(client: Client, others: readonly Client[]): readonly Client[] {
  const ofSameType = others.filter(other => other["type"] === client["type"])
  return ofSameType.length > 0 ? ofSameType : others
}

/** Of a list that one form has in one string, the other form's is an array. */
function agree(value: unknown, otherValue: unknown): boolean {
  if (!Array.isArray(value) && !Array.isArray(otherValue)) return value === otherValue
  const [list, otherList] = [toList(value), toList(otherValue)]
  return list.every(item => otherList.includes(item)) || otherList.every(item => list.includes(item))
}

/** A list; or one that is written as a string, as core reads it. */
function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== "string") return [value]
  const list = splitList(value)
  return Array.isArray(list) ? list : [list]
}

function isGoogles(member: string, uri: unknown): boolean {
  try {
    return typeof uri === "string" && isGoogleEndpoint(member, new URL(uri))
  } catch {
    return false
  }
}

function withoutPrototype(client: Client): Client {
  return Object.assign(Object.create(null), client)
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
