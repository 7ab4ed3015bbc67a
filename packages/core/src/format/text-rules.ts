import { findReference, type Reference } from "../../../source-kit/src/references.ts"

/** What no value may be, whatever its kind. */
export type CommonTextFault =
  | { readonly code: "empty" }
  | { readonly code: "white_space"; readonly side: "begins" | "ends"; readonly sign: string }
  | { readonly code: "control_character" }

/**
 * Finds what is wrong with any string of the format, in the order of asking; `undefined` for a sound one.
 *
 * Plain ASCII is asked for first: an engine learns the categories of Unicode only where it meets them.
 */
export function findTextFault(text: string): CommonTextFault | undefined {
  if (isVisibleAscii(text)) return undefined
  if (text === "") return { code: "empty" }
  const first = String.fromCodePoint(text.codePointAt(0)!)
  if (isSpace(first)) return { code: "white_space", side: "begins", sign: nameSpace(first) }
  const last = lastCharacter(text)
  if (isSpace(last)) return { code: "white_space", side: "ends", sign: nameSpace(last) }
  // Control, format and surrogate characters, and every space but the plain one.
  return /[\p{Cc}\p{Cf}\p{Cs}]|[^\S ]/u.test(text) ? { code: "control_character" } : undefined
}

/** Whether a character is white space, or shows nothing (Default_Ignorable_Code_Point), such as a zero-width space. */
function isSpace(character: string): boolean {
  return /^[\s\p{DI}]$/u.test(character)
}

/** The last character, which may be two code units. An expression with `$` and `u` does not find it in each engine. */
function lastCharacter(text: string): string {
  const isPair = text.length > 1 && (text.codePointAt(text.length - 2) ?? 0) > 0xffff
  return text.slice(isPair ? -2 : -1)
}

function nameSpace(sign: string): string {
  if (sign === " ") return "a space"
  if (sign === "\n" || sign === "\r") return "a line break"
  return sign === "\t" ? "a tab" : "an invisible character"
}

/** What a client id or secret may not be, besides. */
export type CredentialFault =
  | ({ readonly code: "unresolved" } & Reference)
  | { readonly code: "placeholder"; readonly isUri: false }
  | { readonly code: "quoted" }
  | { readonly code: "quotes_in_value" }
  | { readonly code: "foreign_character"; readonly isInvisible: boolean }
  | { readonly code: "sample_value" }

/**
 * Finds what is wrong with a client id or secret: the first that matches.
 *
 * @param isCarried whether the value came through variables or a store, which do not strip quotes
 */
export function findCredentialFault(text: string, isCarried: boolean): CredentialFault | undefined {
  const reference = findReference(text)
  if (reference !== undefined) return { code: "unresolved", kind: reference.kind, advice: reference.advice }
  if (isPlaceholder(text)) return { code: "placeholder", isUri: false }
  if (isQuoted(text)) return { code: isCarried ? "quoted" : "quotes_in_value" }
  if (!isAscii(text)) return { code: "foreign_character", isInvisible: false }
  return isSampleValue(text) ? { code: "sample_value" } : undefined
}

/** Whether a value is what a `Secret` prints, also percent-encoded as in a URL. */
export function isRedacted(text: string): boolean {
  if (text.length > 14) return false
  const small = text.toLowerCase()
  return small === "[redacted]" || small === "%5bredacted%5d"
}

/** Whether the first and the last character are the same quote, with something in between. */
export function isQuoted(text: string): boolean {
  const first = text[0]
  return text.length > 2 && first !== undefined && "'\"`".includes(first) && text.endsWith(first)
}

/**
 * Whether a whole value is the text of a template that nobody filled in. A real secret may begin with `[[` or hold the word
 * "change", so each rule is asked of the whole value.
 */
export function isPlaceholder(text: string): boolean {
  return isTemplateWord(text) || isDelimited(text) || isInstruction(text) || isNote(text) || isRepeatedSign(text)
}

/** What programs write for a value that is not set, and two passwords that documentation tells to change. */
const templateWords: ReadonlySet<string> = new Set([
  "undefined",
  "null",
  "None",
  "NaN",
  "[object Object]",
  "changeme",
  "changeit",
  "…",
  "...",
])

const longestTemplateWord = Math.max(...[...templateWords].map(word => word.length))

function isTemplateWord(text: string): boolean {
  if (text.length > longestTemplateWord) return false
  return templateWords.has(text) || (text.length === 8 && templateWords.has(text.toLowerCase()))
}

/** What a name between delimiters looks like: `your client-id`, `GOOGLE_SECRET`, `client.id2`. */
const name = /^[A-Za-z][A-Za-z _.:/-]*\d?$/
const anything = /^/
const variable = /^[A-Z][A-Z0-9_]{2,}$/

/** Delimiters of template languages, and what has to be between them. */
const delimiters: readonly { readonly open: string; readonly close: string; readonly inside: RegExp }[] = [
  { open: "[[", close: "]]", inside: anything },
  { open: "{{", close: "}}", inside: anything },
  { open: "${", close: "}", inside: anything },
  { open: "<%=", close: "%>", inside: anything },
  { open: "#{", close: "}#", inside: name },
  { open: "$(", close: ")", inside: name },
  { open: "{", close: "}", inside: name },
  { open: "[", close: "]", inside: name },
  { open: "<", close: ">", inside: name },
  { open: "(", close: ")", inside: name },
  { open: "@@", close: "@@", inside: variable },
  { open: "__", close: "__", inside: variable },
  { open: "%", close: "%", inside: variable },
  { open: "@", close: "@", inside: variable },
  { open: "$", close: "", inside: variable },
]

/** Each of them begins with a sign that an ordinary value does not begin with. */
const openingSigns: ReadonlySet<string | undefined> = new Set(delimiters.map(({ open }) => open[0]))

function isDelimited(text: string): boolean {
  if (!openingSigns.has(text[0])) return false
  return delimiters.some(({ open, close, inside }) => {
    if (!text.startsWith(open) || !text.endsWith(close) || text.length < open.length + close.length) return false
    return inside.test(text.slice(open.length, text.length - close.length))
  })
}

/** Verbs and the word that a sentence to the reader begins with. */
const firstWords: ReadonlySet<string> = new Set(["change", "replace", "insert", "put", "paste", "enter", "add", "your"])

/** Every other word of such a sentence; another word makes it a name. */
const otherWords: ReadonlySet<string> = new Set(
  `me it this that here with the a an in your own my value client clientid id secret oauth oauth2 google app application api
  key project domain from console provider string`.split(/\s+/),
)

/** Whether a value tells the reader what to write: `YOUR_CLIENT_ID`, `Enter your client id here`. */
function isInstruction(text: string): boolean {
  if (!/^(?:change|replace|insert|put|paste|enter|add|your)/i.test(text)) return false
  // Google's samples for Java: "Enter Client ID from https://…".
  if (text.toLowerCase().startsWith("enter client ")) return true
  const [first = "", ...others] = wordsOf(withoutGoogleSuffix(text))
  if (others.length === 0) return isJoinedInstruction(first)
  return firstWords.has(first) && others.every(word => otherWords.has(word))
}

/** The same written as one word, `YOURCLIENTID`: the first word and others of the list without a gap. */
function isJoinedInstruction(word: string): boolean {
  return ["yourclientid", "yourclientsecret", "yoursecret", "yourapikey"].includes(word)
}

/** Whether a value is somebody's note: TODO, FIXME or TBD, as it is or before a colon or a space. */
function isNote(text: string): boolean {
  return /^(?:TODO|FIXME|TBD)(?:[: ]|$)/.test(text)
}

/** Whether a value is three or more x, or a mask of asterisks or bullets with at most four characters behind it. */
function isRepeatedSign(text: string): boolean {
  if (!"xX*•".includes(text[0]!)) return false
  if (/^x{3,}$/i.test(withoutGoogleSuffix(text))) return true
  return /^[*•]{3,}.{0,4}$/s.test(text)
}

/** The words of which a sample value consists; one of `tellingWords` has to be among them. */
const sampleWords: ReadonlySet<string> = new Set(
  "client id clientid secret clientsecret my some a an the example sample goes here oauth google app".split(" "),
)
const tellingWords: readonly string[] = ["client", "clientid", "clientsecret", "example", "sample"]

/** Whether a value is the member's own name in some spelling: `client_id_here`, `my-client-secret`, `example`. */
function isSampleValue(text: string): boolean {
  // A digit or another sign makes it a name of somebody's own.
  if (text.length > 60 || !/^[a-z\s_.:/-]+$/i.test(text)) return false
  const words = wordsOf(withoutGoogleSuffix(text))
  return words.every(word => sampleWords.has(word)) && words.some(word => tellingWords.includes(word))
}

/** The words of a value in small letters: split at spaces, at `_ - . : /`, and before a capital behind a small letter. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z])(?=[A-Z])/g, "$1 ")
    .toLowerCase()
    .split(/[\s_.:/-]+/)
    .filter(word => word !== "")
}

/** How every OAuth client id of Google ends. */
export const googleClientIdSuffix = ".apps.googleusercontent.com"

function withoutGoogleSuffix(text: string): string {
  return text.endsWith(googleClientIdSuffix) ? text.slice(0, -googleClientIdSuffix.length) : text
}

/** Whether a value has visible ASCII characters only, at least one: the ordinary case. */
function isVisibleAscii(text: string): boolean {
  return /^[!-~]+$/.test(text)
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}
