import { findReference } from "../references.ts"
import { decodeBase64 } from "./decode-base64.ts"
import { beginsAsDocument, decodeCarriage, textInBase64, textOf } from "./decode-carriage.ts"
import { endsEarly } from "./ends-early.ts"

/** How a value came: through an environment variable, where `.env` files and shells change it, or from a store. */
export type Way = "variable" | "store"

const remedies: Readonly<Record<Way, string>> = {
  variable: "In a .env file put the value in single quotes, or use base64.",
  store: "Store the file again from the file itself, not through a shell, or store it as base64.",
}

interface Damage {
  looksLike(text: string): boolean
  /** What happened to the value. */
  readonly what: string
  /** What to do, where it is not the remedy of the way. */
  readonly remedy?: string | undefined
}

/** How values look that a `.env` file, a shell or a hosting panel broke. What core recognizes by itself is not listed. */
const damages: readonly Damage[] = [
  {
    looksLike: text => text.includes("\0"),
    what: "The value has NUL characters in it: it is probably UTF-16.",
    remedy: "Save the file as UTF-8.",
  },
  {
    looksLike: text => /^\{\s*\\[nr]/.test(text),
    what: "The line breaks are written as a backslash and an n.",
  },
  {
    looksLike: text => /^"?\{\s*\\/.test(text),
    what: "The quotes have backslashes before them. Remove those.",
  },
  {
    looksLike: text => text.length > 1 && isQuote(text.charAt(0)) && text.endsWith(text.charAt(0)),
    what: "The quotes around the value are part of it, as in a file for Docker's --env-file.",
    remedy: "Remove them.",
  },
  {
    looksLike: text => isQuote(text.charAt(0)),
    what: "The value begins with a quote that is never closed.",
  },
  {
    looksLike: text => text === "{",
    what: "Only the first brace arrived: a line break or a quote ended the value.",
  },
  {
    looksLike: text => /^\{\s*\w+\s*:/.test(text),
    what: "The double quotes are gone: a shell or a panel removed them.",
    remedy: "Put single quotes around the value, or use base64.",
  },
  {
    looksLike: text => /^\{\s*'/.test(text),
    what: "JSON has double quotes, and this value has single ones.",
    remedy: "",
  },
  {
    looksLike: text => text.startsWith("data:"),
    what: "The value is a data: URL.",
    remedy: "Remove everything up to its comma.",
  },
  {
    looksLike: text => /^%7B/i.test(text),
    what: "The value is percent-encoded, as in a URL.",
    remedy: "Decode it first.",
  },
  {
    looksLike: text => /^(export )?[A-Z_]+=[{'"]/.test(text),
    what: "The name and the equals sign are part of the value.",
    remedy: "Remove them.",
  },
]

/**
 * Says what probably happened to a client file on its way through a variable or a store, and what to do. It holds no part of
 * the value.
 *
 * @param content what is not valid, as it came
 * @returns undefined where nothing is known
 */
export function explainCarriage(content: string | Uint8Array, way: Way): string | undefined {
  const text = textOf(content)?.trim()
  if (text === undefined || text === "") return undefined
  const damage = damages.find(({ looksLike }) => looksLike(text))
  if (damage !== undefined) return `${damage.what} ${damage.remedy ?? remedies[way]}`.trim()
  if (text.startsWith("{")) return explainJson(text, way)
  const carried = decodeCarriage(text)
  // The places in the issues are of a text that the user has never seen.
  if (carried !== undefined)
    return (
      explainJson(carried.text, way) ?? "The value is base64: the line and column above are those of the decoded file."
    )
  const advice = explainBase64(text)
  if (advice !== undefined || way === "variable" || !looksLikeSecret(text) || isSecretOfGoogle(text)) return advice
  return "If the value is only the client secret, read it with secretSource(), or store the whole file."
}

/** Whether a value may be a bare client secret of any provider: no reference, path, address or client id. */
export function looksLikeSecret(text: string): boolean {
  if (!/^[!-z|~]{6,64}$/.test(text) || !/[\dA-Z]/.test(text) || findReference(text) !== undefined) return false
  return !/^(?:[./~@]|\w+:)|\.json$|\.apps\.googleusercontent\.com$/.test(text)
}

function explainJson(text: string, way: Way): string | undefined {
  const end = endsEarly(text)
  if (end === "in a string" && way === "variable")
    return "The value ends inside a string. In a .env file `#` begins a comment, and an apostrophe ends single quotes. Use base64."
  if (end === "in a string")
    return "The value ends inside a string: it was probably cut off. Store it again, as base64."
  if (end !== undefined)
    return "The value ends before its last brace: a line break or a limit on its length cut it off. Use base64."
  // What the parser says of an empty member does not say why it is empty.
  if (way === "variable" && /:\s*""/.test(text))
    return "A member is empty. Bun replaces $NAME in a .env file, also within single quotes. Write \\$, or use base64."
  return undefined
}

/** A shorter value may be anything. */
const shortestBase64 = 24

function explainBase64(text: string): string | undefined {
  const bytes = decodeBase64(text)
  if (bytes === undefined || text.length < shortestBase64) return undefined
  const [first, second] = bytes
  if (first === 0x1f && second === 0x8b) return "The value is base64 of something compressed. Encode the file itself."
  const inner = textInBase64(text)
  if (inner === undefined) return undefined
  if (beginsAsDocument(inner))
    return "The value is base64 that was cut off: probably only its first line arrived. Encode it in one line: base64 -w0 client_secrets.json"
  if (isSecretOfGoogle(inner))
    return "The value is base64 of a client secret, not of a whole file. Store the file, or for secretSource() the secret without base64."
  const isTwice = textInBase64(inner)?.trimStart().startsWith("{")
  return isTwice
    ? "The value is base64 of base64. Encode it once."
    : "The value is base64, but not of a client file. Encode the JSON file itself."
}

/**
 * Whether a text that is expected to be a bare secret is in truth base64 of a client file, also of one that was cut off, or
 * base64 of a secret. It is then refused, and never sent.
 */
export function isEncodedDocument(content: string | Uint8Array): boolean {
  const text = textOf(content)
  const inner = text === undefined ? undefined : textInBase64(text)
  return inner !== undefined && (beginsAsDocument(inner) || isSecretOfGoogle(inner))
}

function isSecretOfGoogle(text: string): boolean {
  return text.startsWith("GOCSPX-")
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === "`"
}
