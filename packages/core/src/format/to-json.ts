import { ownProperties } from "../platform.ts"
import type { Secret } from "../secret/secret.ts"
import type { AnyClientSecrets } from "./client-secrets.ts"
import { clientTypes, members, propertyOf } from "./members.ts"
import { scan } from "./scan.ts"

/**
 * Writes a client back as `client_secrets.json`, **the secret included**: the one explicit way to it.
 *
 * The text is indented and ends with a line break; known members come in a fixed order, then the unknown ones in theirs,
 * so that writing what was parsed from it gives the same text. Other top-level members of the original are not kept.
 *
 * @throws {TypeError} for a value that is no client, or whose unknown members are no JSON.
 */
export function toClientSecretsJson(secrets: AnyClientSecrets): string {
  if (!clientTypes.includes(secrets?.type)) throw new TypeError("This is no client.")
  const own = ownProperties(secrets) as unknown as Record<string, unknown>
  // Without a prototype, since a member may be called __proto__.
  const client: Record<string, unknown> = Object.create(null)
  for (const name of members) {
    const value = own[propertyOf(name)]
    if (value !== undefined) client[name] = name === "client_secret" ? (value as Secret).reveal() : value
  }
  for (const name of secrets.extra?.names ?? []) client[name] = secrets.extra.get(name)
  try {
    const file = { [secrets.type]: client }
    // Without white space first: of a value deeper than the format's cap, indentation alone would be gigabytes.
    if (!scan(JSON.stringify(file, writable)).fault) return `${JSON.stringify(file, writable, 2)}\n`
  } catch {
    // A cycle, or a value that throws; the engine's text may hold it.
  }
  throw new TypeError("A member is no JSON.")
}

/** Leaves out what JSON cannot write: `1e400` was read as Infinity, and as `null` it would read as another value. */
function writable(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value
}
