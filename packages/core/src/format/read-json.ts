/** A value of a JSON text: where it begins, and what is inside. */
export interface JsonNode {
  /** Its offset in UTF-16 code units; for an object that was not text, its number in the order of reading. */
  readonly start: number
  /** Of an object: its members by name. Of a name that appears twice it is the last one, as `JSON.parse` has it. */
  readonly members: ReadonlyMap<string, JsonMember> | undefined
  /** Of a list. */
  readonly items: readonly JsonNode[] | undefined
}

/** A member of an object. */
export interface JsonMember {
  /** Where its name begins. */
  readonly start: number
  /** Its position in the object, from 0. */
  readonly index: number
  /** Where its name is for the first time in the object, where that is elsewhere. */
  readonly firstStart: number | undefined
  readonly node: JsonNode
}

/** A name that appears again in one object. */
export interface JsonDuplicate {
  /** From the root, with the real names. */
  readonly path: readonly (string | number)[]
  readonly start: number
  readonly firstStart: number
}

/** Where and how a text stops being JSON, in words that hold nothing of it. */
export interface JsonFault {
  readonly offset: number
  readonly message: string
  readonly hint: string
}

/** What the exact reader finds: the tree and its duplicates, or why there is none. */
export interface JsonReading {
  readonly root: JsonNode | undefined
  readonly duplicates: readonly JsonDuplicate[]
  readonly fault: JsonFault | undefined
  /** Where the nesting goes deeper than `maxDepth`. */
  readonly tooDeepAt: number | undefined
}

/** Objects and lists within each other that are read at most. */
export const maxDepth = 512

/**
 * Reads a text as RFC 8259 JSON for what `JSON.parse` does not tell: places, duplicates, and a fault in words.
 *
 * It yields no values. Its time is linear, and its recursion at most `maxDepth` deep.
 */
export function readJson(text: string): JsonReading {
  const reader = new JsonReader(text)
  const root = reader.readDocument()
  const { duplicates, fault, tooDeepAt } = reader
  return { root, duplicates, fault, tooDeepAt }
}

/** A place in a text: line and column from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Where each line of a text begins: a line ends with a line feed, or with a carriage return only. */
export function findLineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) starts.push(at + 1)
  }
  return starts
}

/** The place of an offset. */
export function placeAt(lineStarts: readonly number[], offset: number): Place {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (lineStarts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 }
}

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const backslash = 92

const cutOff = "It was probably cut off. Copy it again, or store it as base64."

/** A value that holds no others. */
export function leaf(start: number): JsonNode {
  return { start, members: undefined, items: undefined }
}

class JsonReader {
  readonly duplicates: JsonDuplicate[] = []
  fault: JsonFault | undefined
  tooDeepAt: number | undefined
  readonly #text: string
  readonly #path: (string | number)[] = []
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  readDocument(): JsonNode | undefined {
    this.#skipSpace()
    const root = this.#readValue()
    if (root === undefined) return undefined
    this.#skipSpace()
    if (this.#at === this.#text.length) return root
    if (this.#failOnSign()) return undefined
    return this.#fail(this.#at, place => `There is text after the end of the JSON, at ${place}.`, "Remove it.")
  }

  #readValue(): JsonNode | undefined {
    const sign = this.#text[this.#at]
    const start = this.#at
    if (sign === '"') return this.#skipString() ? leaf(start) : undefined
    if (sign !== "{" && sign !== "[") return this.#skipWord() ? leaf(start) : undefined
    if (this.#depth === maxDepth) {
      this.tooDeepAt = start
      return undefined
    }
    this.#depth++
    const node = sign === "{" ? this.#readObject() : this.#readList()
    this.#depth--
    return node
  }

  #readObject(): JsonNode | undefined {
    const start = this.#at++
    const members = new Map<string, JsonMember>()
    this.#skipSpace()
    if (this.#text[this.#at] === "}") {
      this.#at++
      return { start, members, items: undefined }
    }
    for (let index = 0; ; index++) {
      const nameStart = this.#at
      if (this.#text[nameStart] !== '"') return this.#failAtName(start, index > 0)
      if (!this.#skipString()) return undefined
      const name = this.#nameFrom(nameStart)
      this.#path.push(name)
      const first = members.get(name)
      const firstStart = first?.firstStart ?? first?.start
      if (firstStart !== undefined) this.duplicates.push({ path: [...this.#path], start: nameStart, firstStart })
      this.#skipSpace()
      if (this.#text[this.#at] !== ":") return this.#failAtColon(start)
      this.#at++
      this.#skipSpace()
      const node = this.#readValue()
      if (node === undefined) return undefined
      members.set(name, { start: nameStart, index, firstStart, node })
      this.#path.pop()
      const isEnd = this.#endsItem("}", start)
      if (isEnd === undefined) return undefined
      if (isEnd) return { start, members, items: undefined }
    }
  }

  #readList(): JsonNode | undefined {
    const start = this.#at++
    const items: JsonNode[] = []
    this.#skipSpace()
    if (this.#text[this.#at] === "]") {
      this.#at++
      return { start, members: undefined, items }
    }
    for (;;) {
      this.#path.push(items.length)
      const node = this.#readValue()
      if (node === undefined) return undefined
      this.#path.pop()
      items.push(node)
      const isEnd = this.#endsItem("]", start)
      if (isEnd === undefined) return undefined
      if (isEnd) return { start, members: undefined, items }
    }
  }

  /** Behind a member or an item: whether its object or list ends here; `undefined` after a fault. */
  #endsItem(closing: "}" | "]", start: number): boolean | undefined {
    this.#skipSpace()
    const sign = this.#text[this.#at]
    if (sign === closing) {
      this.#at++
      return true
    }
    if (sign !== ",") return this.#failBehindItem(closing, start)
    this.#at++
    this.#skipSpace()
    const next = this.#text[this.#at]
    if (next === "}" || next === "]")
      return this.#fail(
        this.#at,
        place => `Not valid JSON: the comma before ${place} has nothing after it.`,
        "Remove that comma.",
      )
    return false
  }

  /** Moves behind a string; its escapes and characters are those of JSON. */
  #skipString(): boolean {
    const start = this.#at++
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === quote) {
        this.#at++
        return true
      }
      if (code === backslash) {
        if (!this.#skipEscape()) return false
        continue
      }
      if (code >= 32) {
        this.#at++
        continue
      }
      this.#failInString(start, code)
      return false
    }
  }

  #skipEscape(): boolean {
    const at = this.#at
    const sign = this.#text[at + 1] ?? ""
    if (sign !== "" && '"\\/bfnrt'.includes(sign)) {
      this.#at += 2
      return true
    }
    if (sign === "u" && isHexadecimal(this.#text, at + 2, at + 6)) {
      this.#at += 6
      return true
    }
    if (at + 1 >= this.#text.length) this.#failAtEnd(at, "string")
    else
      this.#fail(
        at,
        place => `Not valid JSON: the backslash at ${place} does not begin an escape of JSON.`,
        "Write two backslashes for one.",
      )
    return false
  }

  /** Moves behind a number, `true`, `false` or `null`. */
  #skipWord(): boolean {
    const start = this.#at
    let end = start
    while (end < this.#text.length && isWordCode(this.#text.charCodeAt(end))) end++
    const word = this.#text.slice(start, end)
    if (word === "true" || word === "false" || word === "null" || isNumber(word)) {
      this.#at = end
      return true
    }
    this.#failAtValue(start, word)
    return false
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 32 && code !== lineFeed && code !== carriageReturn && code !== 9) return
      this.#at++
    }
  }

  /** A name with its escapes resolved. */
  #nameFrom(start: number): string {
    const raw = this.#text.slice(start + 1, this.#at - 1)
    return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw
  }

  #failAtName(start: number, isLater: boolean): undefined {
    if (this.#at >= this.#text.length) return this.#failAtEnd(start, "object")
    if (this.#failOnSign()) return undefined
    if (this.#text[this.#at] === "," && isLater)
      return this.#fail(
        this.#at,
        place => `Not valid JSON: there are two commas before ${place}.`,
        "Remove one of them.",
      )
    return this.#fail(
      this.#at,
      place => `Not valid JSON: a member name in double quotes is expected at ${place}.`,
      "Put the name in double quotes.",
    )
  }

  #failAtColon(start: number): undefined {
    if (this.#at >= this.#text.length) return this.#failAtEnd(start, "object")
    if (this.#failOnSign()) return undefined
    return this.#fail(
      this.#at,
      place => `Not valid JSON: a colon is missing before ${place}.`,
      "Add the colon after the name.",
    )
  }

  #failBehindItem(closing: "}" | "]", start: number): undefined {
    const kind = closing === "}" ? "object" : "list"
    if (this.#at >= this.#text.length) return this.#failAtEnd(start, kind)
    if (this.#failOnSign()) return undefined
    const sign = this.#text[this.#at]!
    if (sign === "}" || sign === "]")
      return this.#fail(
        this.#at,
        (place, before) => `Not valid JSON: the ${kind} that begins at ${before} is closed by ${sign} at ${place}.`,
        `Close it with ${closing}.`,
        start,
      )
    return this.#fail(
      this.#at,
      place => `Not valid JSON: a comma or ${closing} is missing before ${place}.`,
      'Add it. An inner double quote must be written as \\".',
    )
  }

  #failAtValue(start: number, word: string): undefined {
    if (start >= this.#text.length) return this.#failAtEnd(start, "value")
    if (this.#failOnSign()) return undefined
    const known = foreignWords.get(word)
    if (known !== undefined)
      return this.#fail(
        start,
        place => `Not valid JSON: ${place} has the word ${word}, which JSON does not have.`,
        known,
      )
    if (this.#depth === 0)
      return this.#fail(
        start,
        () => "This is not JSON: it does not begin with a brace.",
        "Check that this is the right file.",
      )
    return this.#fail(
      start,
      place => `Not valid JSON: a value is expected at ${place}.`,
      "Put strings in double quotes.",
    )
  }

  #failInString(start: number, code: number): undefined {
    if (Number.isNaN(code)) return this.#failAtEnd(start, "string")
    if (code === lineFeed || code === carriageReturn)
      return this.#fail(
        start,
        place => `Not valid JSON: the string that begins at ${place} has a line break before its closing quote.`,
        "Close it with a double quote, or write the line break as \\n.",
      )
    return this.#fail(
      this.#at,
      (place, before) =>
        `Not valid JSON: the string that begins at ${before} contains a control character at ${place}.`,
      "Remove it.",
      start,
    )
  }

  #failAtEnd(start: number, kind: "string" | "object" | "list" | "value"): undefined {
    if (kind === "value")
      return this.#fail(start, place => `The file ends in the middle, at ${place}: a value is missing.`, cutOff)
    return this.#fail(
      start,
      place => `The file ends in the middle: the ${kind} that begins at ${place} is never closed.`,
      cutOff,
    )
  }

  /** A character that people or programs write where JSON has another one; known by its class, so that no value shows. */
  #failOnSign(): boolean {
    const found = signs.find(({ begins }) => begins.some(sign => this.#text.startsWith(sign, this.#at)))
    if (found === undefined) return false
    this.#fail(this.#at, place => `${found.message} ${place}.`, found.hint)
    return true
  }

  #fail(
    offset: number,
    message: (place: string, before: string) => string,
    hint: string,
    earlier: number = offset,
  ): undefined {
    const written = message(this.#write(offset), this.#write(earlier))
    this.fault = { offset, message: written, hint }
    return undefined
  }

  #write(offset: number): string {
    const { line, column } = placeAt(findLineStarts(this.#text), offset)
    return `line ${line}, column ${column}`
  }
}

/** What stands in people's files instead of JSON; each message ends with the place. */
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

/** A number of RFC 8259 section 6. */
function isNumber(word: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)
}

/** Whether a character can be part of a number or a word: a letter, a digit, `+`, `-`, `.` or `_`. */
function isWordCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 45 ||
    code === 46 ||
    code === 95
  )
}

function isHexadecimal(text: string, from: number, to: number): boolean {
  return to <= text.length && /^[\da-fA-F]+$/.test(text.slice(from, to))
}
