/** Where and how a text stops being JSON, in words that contain nothing of it. */
export interface JsonFault {
  readonly offset: number
  readonly message: string
  readonly hint: string
  /** Whether the text ends before its JSON does. */
  readonly isCutOff: boolean
}

/** What is wrong, before its place is known. */
export interface FaultKind {
  /** @param place of the fault, as `line 3, column 5` @param start of the string, object or list that contains it */
  readonly message: (place: string, start: string) => string
  readonly hint: string
  /** Read as an own property. */
  readonly isCutOff?: true
}

/** A value that begins and ends. */
type Enclosing = "string" | "object" | "list"

export const textAfterEnd: FaultKind = {
  message: place => `There is text after the end of the JSON, at ${place}.`,
  hint: "Remove it.",
}

export const commaBeforeEnd: FaultKind = {
  message: place => `Not valid JSON: the comma before ${place} has nothing after it.`,
  hint: "Remove that comma.",
}

export const twoCommas: FaultKind = {
  message: place => `Not valid JSON: there are two commas before ${place}.`,
  hint: "Remove one of them.",
}

export const noName: FaultKind = {
  message: place => `Not valid JSON: a member name in double quotes is expected at ${place}.`,
  hint: "Put the name in double quotes.",
}

export const noColon: FaultKind = {
  message: place => `Not valid JSON: a colon is missing before ${place}.`,
  hint: "Add the colon after the name.",
}

export const noValue: FaultKind = {
  message: place => `Not valid JSON: a value is expected at ${place}.`,
  hint: "Put strings in double quotes.",
}

export const noBrace: FaultKind = {
  message: () => "This is not JSON: it does not begin with a brace.",
  hint: "Check that this is the right file.",
}

export const badEscape: FaultKind = {
  message: place => `Not valid JSON: the backslash at ${place} does not begin an escape of JSON.`,
  hint: "Write two backslashes for one.",
}

export const lineBreakInString: FaultKind = {
  message: place => `Not valid JSON: the string that begins at ${place} has a line break before its closing quote.`,
  hint: "Close it with a double quote, or write the line break as \\n.",
}

export const controlCharacterInString: FaultKind = {
  message: (place, start) =>
    `Not valid JSON: the string that begins at ${start} contains a control character at ${place}.`,
  hint: "Remove it.",
}

export function noComma(closing: "}" | "]"): FaultKind {
  return {
    message: place => `Not valid JSON: a comma or ${closing} is missing before ${place}.`,
    hint: 'Add it. An inner double quote must be written as \\".',
  }
}

export function closedByOther(kind: Enclosing, closing: "}" | "]", found: "}" | "]"): FaultKind {
  return {
    message: (place, start) => `Not valid JSON: the ${kind} that begins at ${start} is closed by ${found} at ${place}.`,
    hint: `Close it with ${closing}.`,
  }
}

export function cutOff(kind: Enclosing | "value"): FaultKind {
  return {
    message: place =>
      kind === "value"
        ? `The file ends in the middle, at ${place}: a value is missing.`
        : `The file ends in the middle: the ${kind} that begins at ${place} is never closed.`,
    hint: "It was probably cut off. Copy it again, or store it as base64.",
    isCutOff: true,
  }
}

/** A word of another language in place of a value; `undefined` for any other text. */
export function foreignWord(word: string): FaultKind | undefined {
  const hint = foreignWords.get(word)
  if (hint === undefined) return undefined
  return { message: place => `Not valid JSON: ${place} has the word ${word}, which JSON does not have.`, hint }
}

/**
 * A character that people or programs write where JSON has another one; known by its class, so that no value shows.
 *
 * @param at where the text is asked
 */
export function foreignSign(text: string, at: number): FaultKind | undefined {
  const found = signs.find(({ begins }) => begins.some(sign => text.startsWith(sign, at)))
  return found && { message: place => `${found.message} ${place}.`, hint: found.hint }
}

/** Common texts in place of JSON; each message ends with the position. */
const signs: readonly { readonly begins: readonly string[]; readonly message: string; readonly hint: string }[] = [
  {
    begins: ["//", "/*", "#"],
    message: "JSON has no comments, but there is one at",
    hint: "Remove the comment.",
  },
  {
    begins: ["```", "~~~"],
    message: "Not valid JSON: there is a Markdown fence at",
    hint: "Remove the lines with the fence.",
  },
  {
    begins: ["\u201c", "\u201d", "\u201e", "\u201f", "\u2018", "\u2019", "\u00ab", "\u00bb", "\u2033", "\uff02"],
    message: "JSON uses plain double quotes, but there is a typographic quote at",
    hint: "Replace all typographic quotes by plain ones. A word processor or a chat wrote them.",
  },
  {
    begins: ["'", "`"],
    message: "JSON uses double quotes, but there is a single quote at",
    hint: "Put names and strings in double quotes.",
  },
  {
    begins: ["\u00a0", "\u202f", "\u2007"],
    message: "Not valid JSON: there is a no-break space at",
    hint: "Replace it by a plain space. It comes from copying out of a web page.",
  },
  {
    begins: ["\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u2028", "\u2029", "\u0085", "\u3000", "\0"],
    message: "Not valid JSON: there is an invisible character at",
    hint: "Remove it. It comes from copying out of a web page, or from another encoding.",
  },
]

/** Words of other languages, and what to write instead. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["True", "Write true in small letters."],
  ["False", "Write false in small letters."],
  ["None", "Write null."],
  ["undefined", "Leave the member out. A program wrote a value that was not set."],
  ["NaN", "Leave the member out."],
  ["Infinity", "Leave the member out."],
  ["nil", "Write null."],
])
