import { ownProperties } from "../platform.ts"
import type { Secret } from "../secret/secret.ts"
import type { AnyClientSecrets, ClientType } from "./client-secrets.ts"
import { maxDepth } from "./json-tree.ts"
import { clientSecretsMembers, clientTypes } from "./members.ts"

/**
 * Writes a client back as `client_secrets.json`, **including the secret**: the one explicit way to it.
 *
 * The text is indented and ends with a line break. Known members come in a fixed order, then the unknown ones in theirs, so
 * that parsing the text and writing it again returns the same text. Other top-level members of the original are not kept.
 *
 * @example
 * await writeFile("client_secrets.json", toClientSecretsJson(secrets), { mode: 0o600 })
 *
 * @throws {TypeError} for a value that is not a client, or that has unknown members which JSON cannot write.
 */
export function toClientSecretsJson(secrets: AnyClientSecrets): string {
  const result = writeIfClient(ownProperties(secrets ?? {}) as unknown as Readonly<Record<string, unknown>>)
  if (result.mistake === undefined) return result.text
  // A file or a copy with the secret as a string may have been passed: when the error leaves, no frame of ours holds it.
  secrets = undefined as never
  throw new TypeError(result.mistake)
}

function writeIfClient(
  own: Readonly<Record<string, unknown>>,
): { readonly text: string; readonly mistake: undefined } | { readonly mistake: string } {
  const secret = own["clientSecret"] as Secret | undefined
  const isClient = clientTypes.includes(own["type"] as ClientType)
  if (!isClient || (secret !== undefined && typeof secret?.reveal !== "function"))
    return { mistake: "toClientSecretsJson() expects a client from parseClientSecrets() or loadClientSecrets()." }
  const text = writeClient(own)
  if (text !== undefined) return { text, mistake: undefined }
  return { mistake: "An unknown member of the client holds a value that JSON cannot write, or is nested too deeply." }
}

/** The text, or `undefined` where an unknown member cannot be written. */
function writeClient(own: Readonly<Record<string, unknown>>): string | undefined {
  // Without a prototype, since a member may be called __proto__.
  const client: Record<string, unknown> = Object.create(null)
  for (const { name, property, kind } of clientSecretsMembers) {
    const value = own[property]
    if (value === undefined) continue
    client[name] = kind === "secret" ? (value as Secret).reveal() : value
  }
  const extra = own["extra"] as AnyClientSecrets["extra"] | undefined
  try {
    for (const name of extra?.names ?? []) client[name] = extra?.get(name)
    return `${writeJson({ [own["type"] as string]: client }, 0)}\n`
  } catch {
    // A value that throws; its error may contain it.
    return undefined
  }
}

/**
 * Writes a value as `JSON.stringify` does with an indentation of two, but refuses what would be read as something else.
 *
 * @throws {TypeError} for what JSON cannot write, and for nesting deeper than the format's: its indentation alone would be
 * gigabytes.
 */
function writeJson(value: unknown, depth: number): string {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
    // What `1e400` was read as.
    return value > 0 ? "1e400" : "-1e400"
  }
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
    return JSON.stringify(value)
  if (typeof value !== "object" || depth === maxDepth) throw new TypeError()
  const [open, close] = Array.isArray(value) ? "[]" : "{}"
  const parts = Array.isArray(value)
    ? value.map(item => writeJson(item, depth + 1))
    : Object.entries(value).map(([name, content]) => `${JSON.stringify(name)}: ${writeJson(content, depth + 1)}`)
  if (parts.length === 0) return `${open}${close}`
  const indent = "  ".repeat(depth)
  return `${open}\n${indent}  ${parts.join(`,\n${indent}  `)}\n${indent}${close}`
}
