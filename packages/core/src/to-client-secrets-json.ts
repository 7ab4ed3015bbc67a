import type { AnyClientSecrets } from "./client-secrets.ts"
import { members } from "./members.ts"
import { ownProperties } from "./own-properties.ts"
import type { Secret } from "./secret.ts"

/**
 * Writes a client back as `client_secrets.json`, **the secret included**: the one explicit way to it.
 *
 * The text is indented and ends with a line break; known members come in a fixed order, then the unknown ones in theirs,
 * so that writing what was parsed from it gives the same text. Other top-level members of the original are not kept.
 *
 * @throws {TypeError} for a value that is no client, or whose unknown members are no JSON.
 */
export function toClientSecretsJson(secrets: AnyClientSecrets): string {
  if (secrets?.type !== "web" && secrets?.type !== "installed")
    throw new TypeError("toClientSecretsJson takes a parsed client.")
  const own = ownProperties(secrets) as unknown as Record<string, unknown>
  const client: Record<string, unknown> = {}
  for (const [name, property] of members) {
    const value = own[property]
    if (value !== undefined) client[name] = name === "client_secret" ? (value as Secret).reveal() : value
  }
  for (const name of secrets.extra?.names ?? []) {
    // Defined, not assigned: a member may be called __proto__.
    Object.defineProperty(client, name, { value: secrets.extra.get(name), enumerable: true })
  }
  if (isDeep(client)) throw new TypeError(unwritable)
  try {
    return `${JSON.stringify({ [secrets.type]: client }, writable, 2)}\n`
  } catch {
    throw new TypeError(unwritable)
  }
}

/** Leaves out what JSON cannot write: `1e400` was read as Infinity, and as `null` it would read as another value. */
function writable(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value
}

const unwritable = "An unknown member of this client cannot be written as JSON."

// A client parsed from an object may hold what no text gives: deeper than the format's cap, or a cycle, which an engine's
// own writer may take seconds and gigabytes to refuse. Level by level, each value once, so that a cycle ends too.
function isDeep(root: unknown): boolean {
  let level = new Set([root])
  for (let depth = 0; depth <= 512; depth++) {
    const next = [...level].flatMap(value => (typeof value === "object" && value !== null ? Object.values(value) : []))
    if (next.length === 0) return false
    level = new Set(next)
  }
  return true
}
