import { decodeBase64 } from "./decode-base64.ts"
import { decodeUnicode, decodeUnicodeStart } from "./decode-unicode.ts"
import { endsEarly } from "./ends-early.ts"

/** A document as it was before it was put into a variable or a store. */
export interface Carried {
  /** The text of a JSON object; whether it is valid, core finds out. */
  readonly text: string
  readonly isBase64: boolean
}

/**
 * Takes off what a client file was wrapped in for a variable or a store: base64, also folded, and UTF-16 with or without a
 * byte order mark, also inside base64.
 *
 * A bare secret is never decoded, even if it is base64: only what holds a whole JSON object is.
 *
 * @returns undefined for anything that does not contain one; `explainCarriage` then says what may have happened to it
 */
export function decodeCarriage(content: string | Uint8Array): Carried | undefined {
  const text = textOf(content)
  if (text === undefined) return undefined
  if (text.trimStart().startsWith("{")) return { text, isBase64: false }
  const inner = textInBase64(text)
  return inner === undefined || !beginsAsDocument(inner) || endsEarly(inner)
    ? undefined
    : { text: inner, isBase64: true }
}

/** The text of content that a source returned. */
export function textOf(content: string | Uint8Array): string | undefined {
  return typeof content === "string" ? content : decodeUnicode(content)
}

/** Decodes base64 if the result is text; a bare secret may be base64 by chance, but hardly ever of text. */
export function textInBase64(text: string): string | undefined {
  const bytes = decodeBase64(text)
  const inner = bytes && decodeUnicodeStart(bytes)
  return inner === undefined || /[\0-\x08\x0e-\x1f]/.test(inner) ? undefined : inner
}

/** Whether a text begins like a JSON object with members. */
export function beginsAsDocument(text: string): boolean {
  const start = text.trimStart()
  return start.startsWith("{") && start.slice(1).trimStart().startsWith('"')
}
