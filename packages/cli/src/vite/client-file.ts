import { readFileSync, statSync } from "node:fs"

const longest = 65_536

/** Whether a name is one that client files have: `client_secret*.json`, but not a public one, or one that was given. */
export function isClientFileName(name: string, names: readonly string[]): boolean {
  const plain = name.toLowerCase()
  if (names.some(one => one.toLowerCase() === plain)) return true
  return plain.startsWith("client_secret") && plain.endsWith(".json") && !plain.endsWith(".public.json")
}

/** Whether a file is a client file with a secret: by its name, or by what is in it. */
export function isClientFile(path: string, names: readonly string[]): boolean {
  const name = path.split(/[\\/]/).at(-1)!
  if (isClientFileName(name, names)) return true
  return name.toLowerCase().endsWith(".json") && holdsClient(path)
}

function holdsClient(path: string): boolean {
  try {
    const status = statSync(path)
    if (!status.isFile() || status.size > longest) return false
    const document: unknown = JSON.parse(readFileSync(path, "utf8"))
    return ["web", "installed"].some(type => typeof ownMember(ownMember(document, type), "client_secret") === "string")
  } catch {
    return false
  }
}

function ownMember(value: unknown, name: string): unknown {
  const isObject = typeof value === "object" && value !== null
  return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/**
 * Whether the address of a request names a client file in any of its parts, however it is spelled: percent-encoded once or
 * more often, in capital letters, or with an ending that Windows ignores.
 */
export function namesClientFile(address: string, names: readonly string[]): boolean {
  let path = address.split(/[?#]/)[0]!
  for (let layer = 0; layer < 3; layer++) path = decoded(path)
  const parts = path.split(/[\\/?#;\0]/).map(withoutIgnoredEnding)
  return parts.some(part => isClientFileName(part, names))
}

/** Without dots, spaces and the name of the default stream at its end. By hand: an expression would take quadratic time. */
function withoutIgnoredEnding(part: string): string {
  let end = part.length
  while (end > 0 && (part[end - 1] === "." || part[end - 1] === " ")) end--
  const name = part.slice(0, end)
  return name.toUpperCase().endsWith("::$DATA") ? name.slice(0, -"::$DATA".length) : name
}

function decoded(path: string): string {
  return path.replace(/%[\da-f]{2}/gi, octet => String.fromCharCode(Number.parseInt(octet.slice(1), 16)))
}
