import { realpathSync } from "node:fs"
import { decodeText, readBoundedFile, runFileWorkSync } from "@client-secrets/source-kit"

const longest = 65_536

/** Whether a name is one of a client file: `client_secret*.json`, but not a public one, or one that was passed. */
export function isClientFileName(name: string, names: readonly string[]): boolean {
  const plain = name.toLowerCase()
  if (names.some(one => one.toLowerCase() === plain)) return true
  return plain.startsWith("client_secret") && plain.endsWith(".json") && !plain.endsWith(".public.json")
}

/** Whether a file is a client file with a secret: by its name, also that of the file to which it is a link, or by its content. */
export function isClientFile(path: string, names: readonly string[]): boolean {
  return [path, targetOf(path)].some(one => {
    const name = one.split(/[\\/]/).at(-1)!
    if (isClientFileName(name, names)) return true
    return name.toLowerCase().endsWith(".json") && holdsClient(one)
  })
}

/** The path itself if it is not one of a file. */
function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function holdsClient(path: string): boolean {
  try {
    const found = runFileWorkSync(readBoundedFile(path, longest))
    return found !== undefined && found !== "directory" && describesClient(decodeText(found.bytes))
  } catch {
    return false
  }
}

const clientTypes = ["web", "installed"]

/** Whether a string is JSON of a client with its secret. */
export function describesClient(text: string): boolean {
  const document = parsed(text)
  // A comma too many makes the secret no less readable.
  if (document === undefined)
    return text.includes('"client_secret"') && clientTypes.some(type => text.includes(`"${type}"`))
  return clientTypes.some(type => holdsSecret(ownMember(document, type)))
}

/** Not a sample whose secret is empty, nor a file of translations that labels both members of a form. */
function holdsSecret(client: unknown): boolean {
  const secret = ownMember(client, "client_secret")
  if (typeof secret !== "string" || secret.trim() === "") return false
  return isOneWord(secret) || isOneWord(ownMember(client, "client_id"))
}

function isOneWord(value: unknown): boolean {
  return typeof value === "string" && !/\s/.test(value.trim())
}

/** Undefined if it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function ownMember(value: unknown, name: string): unknown {
  const isObject = typeof value === "object" && value !== null
  return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/** Whether a name is one of a file with variables, which Vite denies wherever it checks `fs.deny`. */
export function isEnvFileName(name: string): boolean {
  const plain = name.toLowerCase()
  return plain === ".env" || plain.startsWith(".env.")
}

/**
 * The folders and the file that the address of a request or of an import names, however they are spelled: percent-encoded once or
 * more often, or with an ending that Windows ignores.
 */
export function addressParts(address: string): readonly string[] {
  let path = address.split(/[?#]/)[0]!
  for (let layer = 0; layer < 3; layer++) path = decoded(path)
  return path.split(/[\\/?#;\0]/).map(withoutIgnoredEnding)
}

/** Without dots, spaces and the name of the default stream at its end. Without a regular expression, which would take quadratic time. */
function withoutIgnoredEnding(part: string): string {
  if (part === ".." || part === ".") return part
  let end = part.length
  while (end > 0 && (part[end - 1] === "." || part[end - 1] === " ")) end--
  const name = part.slice(0, end)
  return name.toUpperCase().endsWith("::$DATA") ? name.slice(0, -"::$DATA".length) : name
}

function decoded(path: string): string {
  return path.replace(/(?:%[\da-f]{2})+/gi, octets => Buffer.from(octets.replaceAll("%", ""), "hex").toString("utf8"))
}
