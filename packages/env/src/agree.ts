import type { SourceDocument } from "@client-secrets/core"
import { decodeText } from "@client-secrets/source-kit"

type Members = Readonly<Record<string, unknown>>

// In these a client is another one, or its secret goes elsewhere. A list of redirect URIs may be longer here than there.
const telling = ["type", "client_id", "client_secret", "auth_uri", "token_uri"]

/**
 * Whether two documents say the same of each telling member that both of them have.
 *
 * False where one of them cannot be read here: what cannot be compared is not taken for the same.
 */
export function agree(one: SourceDocument, other: SourceDocument): boolean {
  const [members, otherMembers] = [membersOf(one), membersOf(other)]
  if (members === undefined || otherMembers === undefined) return false
  return telling.every(name => {
    const [value, otherValue] = [members[name], otherMembers[name]]
    return value === undefined || otherValue === undefined || value === otherValue
  })
}

function membersOf(document: SourceDocument): Members | undefined {
  if ("members" in document) return { type: document.type, ...document.members }
  if (!("content" in document)) return undefined
  const file = fileOf(document.content)
  const type = ["web", "installed"].find(name => isObject(file) && Object.hasOwn(file, name))
  const client = type === undefined ? undefined : (file as Members)[type]
  return isObject(client) ? Object.assign(Object.create(null), client, { type }) : undefined
}

function fileOf(content: unknown): unknown {
  try {
    const text = content instanceof Uint8Array ? decodeText(content) : content
    return typeof text === "string" ? JSON.parse(text) : text
  } catch {
    // Core says what is wrong with it, without the engine's words.
    return undefined
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null
}
