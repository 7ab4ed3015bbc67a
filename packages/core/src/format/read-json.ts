import {
  badEscape,
  closedByOther,
  commaBeforeEnd,
  controlCharacterInString,
  cutOff,
  type FaultKind,
  foreignSign,
  foreignWord,
  type JsonFault,
  lineBreakInString,
  noBrace,
  noColon,
  noComma,
  noName,
  noValue,
  textAfterEnd,
  twoCommas,
} from "./json-faults.ts"
import { type JsonMember, type JsonNode, leaf, maxDepth } from "./json-tree.ts"
import { findLineStarts, placeAt } from "./text-place.ts"

/** A name that appears again in one object. */
export interface JsonDuplicate {
  /** From the root, with the real names. */
  readonly path: readonly (string | number)[]
  readonly start: number
  readonly firstStart: number
}

/** What the exact reader finds: the tree and its duplicates, or why the text has no tree. */
export interface JsonReading {
  readonly root: JsonNode | undefined
  readonly duplicates: readonly JsonDuplicate[]
  readonly fault: JsonFault | undefined
  /** Where the nesting goes deeper than `maxDepth`. */
  readonly tooDeepAt: number | undefined
}

/**
 * Reads a text as RFC 8259 JSON for what `JSON.parse` does not report: places, duplicates, and a fault in words.
 *
 * It returns no values. Its time is linear, and its recursion at most `maxDepth` deep.
 */
export function readJson(text: string): JsonReading {
  const reader = new JsonReader(text)
  const root = reader.readDocument()
  const { duplicates, fault, tooDeepAt } = reader
  return { root, duplicates, fault, tooDeepAt }
}

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const backslash = 92

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
    return this.#failHere(textAfterEnd)
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

  /** After a member or an item: whether its object or list ends here; `undefined` after a fault. */
  #endsItem(closing: "}" | "]", start: number): boolean | undefined {
    this.#skipSpace()
    const sign = this.#text[this.#at]
    if (sign === closing) {
      this.#at++
      return true
    }
    if (sign !== ",") return this.#failAfterItem(closing, start)
    this.#at++
    this.#skipSpace()
    const next = this.#text[this.#at]
    return next === "}" || next === "]" ? this.#fail(this.#at, commaBeforeEnd) : false
  }

  /** Moves past a string; its escapes and characters are those of JSON. */
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
    this.#fail(at, at + 1 >= this.#text.length ? cutOff("string") : badEscape)
    return false
  }

  /** Moves past a number, `true`, `false` or `null`. */
  #skipWord(): boolean {
    const start = this.#at
    let end = start
    while (end < this.#text.length && isWordCode(this.#text.charCodeAt(end))) end++
    const word = this.#text.slice(start, end)
    if (word === "true" || word === "false" || word === "null" || isNumber(word)) {
      this.#at = end
      return true
    }
    this.#failAtValue(word)
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
    if (this.#at >= this.#text.length) return this.#fail(start, cutOff("object"))
    if (this.#text[this.#at] === "," && isLater) return this.#fail(this.#at, twoCommas)
    return this.#failHere(noName)
  }

  #failAtColon(start: number): undefined {
    if (this.#at >= this.#text.length) return this.#fail(start, cutOff("object"))
    return this.#failHere(noColon)
  }

  #failAfterItem(closing: "}" | "]", start: number): undefined {
    const kind = closing === "}" ? "object" : "list"
    if (this.#at >= this.#text.length) return this.#fail(start, cutOff(kind))
    const sign = this.#text[this.#at]
    if (sign === "}" || sign === "]") return this.#fail(this.#at, closedByOther(kind, closing, sign), start)
    return this.#failHere(noComma(closing))
  }

  #failAtValue(word: string): undefined {
    if (this.#at >= this.#text.length) return this.#fail(this.#at, cutOff("value"))
    return this.#failHere(foreignWord(word) ?? (this.#depth === 0 ? noBrace : noValue))
  }

  #failInString(start: number, code: number): undefined {
    if (Number.isNaN(code)) return this.#fail(start, cutOff("string"))
    if (code === lineFeed || code === carriageReturn) return this.#fail(start, lineBreakInString)
    return this.#fail(this.#at, controlCharacterInString, start)
  }

  /** Reports a sign that JSON does not have, since that says more than `kind`: what is missing. */
  #failHere(kind: FaultKind): undefined {
    return this.#fail(this.#at, foreignSign(this.#text, this.#at) ?? kind)
  }

  /** @param start where the string, object or list with the fault begins */
  #fail(offset: number, kind: FaultKind, start: number = offset): undefined {
    const message = kind.message(this.#write(offset), this.#write(start))
    this.fault = { offset, message, hint: kind.hint, isCutOff: Object.hasOwn(kind, "isCutOff") }
    return undefined
  }

  #write(offset: number): string {
    const { line, column } = placeAt(findLineStarts(this.#text), offset)
    return `line ${line}, column ${column}`
  }
}

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
