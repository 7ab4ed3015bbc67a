import { publicPrefixes } from "@client-secrets/source-kit/public-prefixes"

/** Where the secret is at run time. */
export type SecretReference =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "aws"; readonly id: string }

const hint = 'A secret is passed by reference: "env:NAME", "file:path", "aws:id", a list of these, or "none".'

/**
 * Reads one reference, or several in the order in which they are read; `none` is for a public client, which needs no secret:
 * an empty list.
 *
 * @throws {TypeError} for anything else. Its message does not repeat the text, which may be a secret.
 */
export function parseSecretReferences(given: string | readonly string[]): readonly SecretReference[] {
  if (given === "none") return []
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (list.length === 0) throw new TypeError(hint)
  return list.map(parseSecretReference)
}

function parseSecretReference(text: unknown): SecretReference {
  const [, kind, value = ""] = (typeof text === "string" && /^(env|file|aws):(.+)$/s.exec(text)) || []
  if (kind === undefined || value.length > 2_048 || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) throw new TypeError(hint)
  if (kind === "file") return { kind, path: value }
  if (kind === "aws") return { kind, id: value }
  if (!/^[A-Z_][A-Z\d_]{0,127}$/.test(value)) throw new TypeError(`${hint} A variable's name is in capitals.`)
  if (publicPrefixes.some(prefix => value.startsWith(prefix))) {
    throw new TypeError(
      "The variable's prefix makes bundlers put it into the browser's code: a secret cannot be there.",
    )
  }
  return { kind: "env", name: value }
}
