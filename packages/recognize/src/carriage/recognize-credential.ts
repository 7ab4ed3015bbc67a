import { textInBase64, textOf } from "./decode-carriage.ts"

/** What is in place of a client id or secret. */
export interface MistakenCredential {
  readonly holds: "a whole client file" | "a client secret" | "a client id"
  readonly isBase64: boolean
}

/**
 * Recognizes a value that should be a client id or secret and certainly is not: a client file, or base64 of a file, of a
 * secret of Google's or of a client id of Google's. Such a value is refused, and never decoded.
 *
 * A real secret may be base64 by chance, but hardly ever of one of these.
 */
export function recognizeCredential(content: string | Uint8Array): MistakenCredential | undefined {
  const text = textOf(content)
  if (text === undefined) return undefined
  if (holdsFile(text)) return { holds: "a whole client file", isBase64: false }
  const inner = textInBase64(text)
  if (inner === undefined) return undefined
  const holds = recognize(inner) ?? recognize(textInBase64(inner))
  return holds && { holds, isBase64: true }
}

function recognize(text: string | undefined): MistakenCredential["holds"] | undefined {
  if (text === undefined) return undefined
  if (holdsFile(text)) return "a whole client file"
  if (text.startsWith("GOCSPX-")) return "a client secret"
  return text.trimEnd().endsWith(".apps.googleusercontent.com") ? "a client id" : undefined
}

/** Whether a text begins like a client file: complete, truncated, or with its quotes lost or escaped. */
function holdsFile(text: string): boolean {
  return text.trimStart().startsWith("{") && /\b(?:web|installed|client_id|client_secret)\b\\?["']?\s*:/.test(text)
}
