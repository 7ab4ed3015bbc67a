import { withoutGoogleSuffix } from "./google-client-id.ts"
import { initialsOf, wordsOf } from "./value-words.ts"

/**
 * Whether a whole value is the text of a template that was not filled in. A real secret may begin with `[[` or contain the word
 * "change", so each rule applies to the whole value.
 */
export function isPlaceholder(text: string): boolean {
  const rules = placeholderRulesByInitial.get(text[0])
  return rules?.some(({ matches }) => matches(text)) === true
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
/** What stands in `${…}`: a name, perhaps with what to do if it is missing, or what computes it. */
const expansion = /^[ {]*[A-Za-z_#!]\w*(?:[ .:?+=,[(/}-].*)?$/s
const variable = /^[A-Z][A-Z0-9_]{2,}$/

/** Delimiters of template languages, and what has to be between them. */
const delimiters: readonly { readonly open: string; readonly close: string; readonly inside: RegExp }[] = [
  { open: "[[", close: "]]", inside: anything },
  { open: "{{", close: "}}", inside: anything },
  { open: "${", close: "}", inside: expansion },
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

function isDelimited(text: string): boolean {
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

/** Whether a value is three or more x, or a mask of asterisks or bullets with at most four characters after it. */
function isRepeatedSign(text: string): boolean {
  if (/^x{3,}$/i.test(withoutGoogleSuffix(text))) return true
  return /^[*\u2022]{3,}.{0,4}$/s.test(text)
}

/** A rule about placeholders, and the characters with which a value that it matches can begin. */
interface PlaceholderRule {
  readonly initials: Iterable<string>
  readonly matches: (text: string) => boolean
}

const placeholderRules: readonly PlaceholderRule[] = [
  { initials: initialsOf(templateWords), matches: isTemplateWord },
  { initials: delimiters.map(({ open }) => open.charAt(0)), matches: isDelimited },
  { initials: initialsOf(firstWords), matches: isInstruction },
  { initials: "TF", matches: isNote },
  { initials: "xX*•", matches: isRepeatedSign },
]

/** Most values begin with a character that no rule is about: then no rule is checked. */
const placeholderRulesByInitial: ReadonlyMap<string | undefined, readonly PlaceholderRule[]> = new Map(
  placeholderRules
    .flatMap(({ initials }) => [...initials])
    .map(initial => [initial, placeholderRules.filter(({ initials }) => [...initials].includes(initial))]),
)
