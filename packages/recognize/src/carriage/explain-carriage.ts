import { findReference } from "../references.ts"
import { decodeBase64 } from "./decode-base64.ts"
import { beginsAsDocument, decodeCarriage, textInBase64, textOf } from "./decode-carriage.ts"
import { endsEarly } from "./ends-early.ts"
import { recognizeCredential } from "./recognize-credential.ts"

/** How a value came: through an environment variable, where `.env` files and shells change it, or from a store. */
export type Way = "variable" | "store"

const remedies: Readonly<Record<Way, string>> = {
  variable: "In a .env file put the value in single quotes, or use base64.",
  store: "Store the file again from the file itself, not through a shell, or store it as base64.",
}

/** What is wrong with a document as a whole, in sentences without any part of it. */
export interface Damage {
  /** What happened to it. Undefined if the parser itself says it. */
  readonly what: string | undefined
  /** What to do. */
  readonly remedy: string
}

export interface CarriageExplanation {
  /** Replaces the parser's message about a document that is not JSON, or not of a client. */
  readonly damage: Damage | undefined
  /** What else may be meant. It follows the parser's message. */
  readonly remark: string | undefined
}

/** A value that a `.env` file, a shell or a hosting panel broke. */
interface DamageRow {
  looksLike(text: string): boolean
  readonly what: string
  /** What to do; undefined where the carrier has a remedy. */
  readonly remedy: string | undefined
}

/** Forms of values that a `.env` file, a shell or a hosting panel broke. Those that core itself recognizes are not listed. */
const damages: readonly DamageRow[] = [
  {
    looksLike: text => text.includes("\0"),
    what: "The value has NUL characters in it: it is probably UTF-16.",
    remedy: "Save the file as UTF-8.",
  },
  {
    looksLike: text => /^\{\s*\\[nr]/.test(text),
    what: "The line breaks are written as a backslash and an n.",
    remedy: undefined,
  },
  {
    looksLike: text => /^"?\{\s*\\/.test(text),
    what: "The quotes have backslashes before them.",
    remedy: "Remove the backslashes.",
  },
  {
    looksLike: text => text.length > 1 && isQuote(text.charAt(0)) && text.endsWith(text.charAt(0)),
    what: "The quotes around the value are part of it, as in a file for Docker's --env-file.",
    remedy: "Remove them.",
  },
  {
    looksLike: text => isQuote(text.charAt(0)),
    what: "The value begins with a quote that is never closed.",
    remedy: undefined,
  },
  {
    looksLike: text => text === "{",
    what: "Only the first brace arrived: a line break or a quote ended the value.",
    remedy: undefined,
  },
  {
    looksLike: text => /^\{\s*\w+\s*:/.test(text),
    what: "The double quotes are gone: a shell or a panel removed them.",
    remedy: "Put single quotes around the value, or use base64.",
  },
  {
    looksLike: text => /^\{\s*'/.test(text),
    what: "JSON has double quotes, and this value has single ones.",
    remedy: "Write it as JSON: json.dumps() does in Python.",
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

// Every member is set: a missing one would be read from a polluted Object.prototype.
const nothing: CarriageExplanation = { damage: undefined, remark: undefined }
const damaged = (what: string | undefined, remedy: string): CarriageExplanation => ({
  damage: { what, remedy },
  remark: undefined,
})
const remarked = (remark: string): CarriageExplanation => ({ damage: undefined, remark })

/**
 * Says what probably happened to a client file on its way through a variable or a store, and what to do. It contains no part of
 * the value.
 *
 * @param content the invalid content, as it arrived
 */
export function explainCarriage(content: string | Uint8Array, way: Way): CarriageExplanation {
  const text = textOf(content)?.trim()
  if (text === undefined || text === "") return nothing
  const row = damages.find(({ looksLike }) => looksLike(text))
  if (row !== undefined) return damaged(row.what, row.remedy ?? remedies[way])
  if (text.startsWith("{")) return explainJson(text, way)
  const carried = decodeCarriage(text)
  // The positions in the issues refer to a text that the user has never seen.
  if (carried !== undefined) {
    const inner = explainJson(carried.text, way)
    return inner.remark === undefined
      ? { ...inner, remark: "The lines and columns are those of the decoded file." }
      : inner
  }
  const damage = explainBase64(text)
  if (damage !== undefined) return { damage, remark: undefined }
  if (way === "variable" || !looksLikeSecret(text) || text.startsWith("GOCSPX-")) return nothing
  return remarked("If the value is only the client secret, read it with secretSource(), or store the whole file.")
}

/** Whether a value may be a bare client secret of any provider: no reference, path, address or client id. */
export function looksLikeSecret(text: string): boolean {
  if (!/^[!-z|~]{6,64}$/.test(text) || !/[\dA-Z]/.test(text) || findReference(text) !== undefined) return false
  return !/^(?:[./~@]|\w+:)|\.json$|\.apps\.googleusercontent\.com$/.test(text)
}

/** The explanation for JSON that came through a variable; for a store the parser's message is enough. */
function explainJson(text: string, way: Way): CarriageExplanation {
  if (way === "store") return nothing
  const end = endsEarly(text)
  if (end === "in a string") return damaged(undefined, cutInString)
  if (end !== undefined) return damaged(undefined, cutBetween)
  // The parser's message about an empty member does not say why it is empty.
  return /:\s*""/.test(text) ? remarked(emptyMember) : nothing
}

const cutInString = "In a .env file `#` begins a comment, and an apostrophe ends single quotes. Use base64."
const cutBetween = "A line break, or a limit on its length, probably cut the value off. Use base64."
const emptyMember = "Bun replaces $NAME in a .env file, also within single quotes. Write \\$, or use base64."

/** A shorter value may be anything. */
const shortestBase64 = 24

function explainBase64(text: string): Damage | undefined {
  const bytes = decodeBase64(text)
  if (bytes === undefined || text.length < shortestBase64) return undefined
  const [first, second] = bytes
  if (first === 0x1f && second === 0x8b)
    return { what: "The value is base64 of something compressed.", remedy: "Encode the file itself." }
  const inner = textInBase64(text)
  if (inner === undefined) return undefined
  if (beginsAsDocument(inner)) {
    return {
      what: "The value is base64 that was cut off: probably only its first line arrived.",
      remedy: "Encode it in one line: base64 -w0 client_secrets.json",
    }
  }
  const holds = recognizeCredential(text)?.holds
  if (holds === "a client secret" || holds === "a client id") {
    return {
      what: `The value is base64 of ${holds}, not of a whole file.`,
      remedy: "Store the whole file. secretSource() reads a secret by itself, without base64.",
    }
  }
  const isTwice = textInBase64(inner)?.trimStart().startsWith("{")
  return isTwice
    ? { what: "The value is base64 of base64.", remedy: "Encode it once." }
    : { what: "The value is base64, but not of a client file.", remedy: "Encode the JSON file itself." }
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === "`"
}
