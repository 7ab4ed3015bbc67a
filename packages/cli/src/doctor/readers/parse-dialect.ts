import type { JsonValue } from "./json-value.ts"

/** How a parser departs from RFC 8259. */
export interface Dialect {
  /** Comments of JavaScript are white space. */
  readonly comments?: boolean
  /** `NaN`, `Infinity` and `-Infinity` are numbers. */
  readonly notFinite?: boolean
  /** A backslash may precede any character. */
  readonly anyEscape?: boolean
  /** Control characters may occur in strings unescaped. */
  readonly rawControls?: boolean
  /** `NULL` and `True` are literals too. */
  readonly anyCase?: boolean
  /** Text after the first value is ignored. */
  readonly anythingAfter?: boolean
  /** The text may end before the last `}`. */
  readonly openEnd?: boolean
  /** The deepest nesting. */
  readonly depth?: number
  /** The most digits of a number. */
  readonly digits?: number
}

/** The result of parsing: a value, or why the reader refuses the string. */
export type DialectResult =
  | { readonly value: JsonValue; readonly reason: undefined }
  | { readonly value: undefined; readonly reason: string }

interface Frame {
  readonly value: Extract<JsonValue, { kind: "object" | "array" }>
  name: string
}

const syntax = "it is not JSON by the rules of this reader"

function refuse(reason: string): DialectResult {
  return { value: undefined, reason }
}

/** Parses a string like the parser of an existing reader. A loop with a stack, so that no depth of nesting ends it. */
export function parseDialect(text: string, given: Dialect): DialectResult {
  const dialect: Dialect = Object.assign(Object.create(null), given)
  const { depth = Number.POSITIVE_INFINITY, digits = Number.POSITIVE_INFINITY } = dialect
  const frames: Frame[] = []
  let at = 0
  for (let root: JsonValue | undefined; ; ) {
    at = skipSpace(text, at, dialect)
    const frame = frames.at(-1)
    if (root !== undefined && frame === undefined) {
      return at >= text.length || dialect.anythingAfter ? { value: root, reason: undefined } : refuse(syntax)
    }
    if (frame !== undefined) {
      const { value } = frame
      const isObject = value.kind === "object"
      const isEmpty = (isObject ? value.members : value.items).length === 0
      const close = isObject ? "}" : "]"
      const isAtEnd = at >= text.length && dialect.openEnd && isObject && frames.length === 1 && !isEmpty
      if (text[at] === close || isAtEnd) {
        at++
        frames.pop()
        if (frames.length === 0) root = value
        continue
      }
      if (!isEmpty) {
        if (text[at] !== ",") return refuse(syntax)
        at = skipSpace(text, at + 1, dialect)
      }
      if (isObject) {
        const name = readString(text, at, dialect)
        if (name === undefined) return refuse(syntax)
        at = skipSpace(text, name.end, dialect)
        if (text[at] !== ":") return refuse(syntax)
        frame.name = name.text
        at = skipSpace(text, at + 1, dialect)
      }
    }
    const token = readValue(text, at, dialect)
    if (token === undefined) return refuse(syntax)
    const { value, end } = token
    at = end
    if (value.kind === "number" && value.digits.length > digits) return refuse("it has a number that is too long")
    if (frame?.value.kind === "object") frame.value.members.push([frame.name, value])
    else if (frame?.value.kind === "array") frame.value.items.push(value)
    if (value.kind === "object" || value.kind === "array") {
      frames.push({ value, name: "" })
      if (frames.length > depth) return refuse(`it is nested more than ${depth} levels deep`)
    } else if (frame === undefined) {
      root = value
    }
  }
}

function skipSpace(text: string, start: number, { comments }: Dialect): number {
  const space = comments ? /(?:[ \t\n\r]|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y : /[ \t\n\r]*/y
  space.lastIndex = start
  space.test(text)
  return space.lastIndex
}

function readValue(text: string, at: number, dialect: Dialect): { value: JsonValue; end: number } | undefined {
  const sign = text[at]
  if (sign === "{") return { value: { kind: "object", members: [] }, end: at + 1 }
  if (sign === "[") return { value: { kind: "array", items: [] }, end: at + 1 }
  if (sign === '"') {
    const found = readString(text, at, dialect)
    return found && { value: { kind: "string", text: found.text }, end: found.end }
  }
  const words = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|-?Infinity(?!\w)|[A-Za-z]+(?!\w)/y
  words.lastIndex = at
  const [word] = words.exec(text) ?? []
  if (word === undefined) return undefined
  const end = at + word.length
  if (/^(?:-?Infinity|NaN)$/.test(word)) {
    return dialect.notFinite ? { value: { kind: "number", digits: word }, end } : undefined
  }
  if (!/^[a-z]/i.test(word)) return { value: { kind: "number", digits: word }, end }
  const literal = dialect.anyCase ? word.toLowerCase() : word
  if (literal === "true" || literal === "false" || literal === "null") return { value: { kind: literal }, end }
  return undefined
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}

function readString(text: string, start: number, dialect: Dialect): { text: string; end: number } | undefined {
  if (text[start] !== '"') return undefined
  let read = ""
  for (let at = start + 1; at < text.length; ) {
    const plain = /[^"\\\u0000-\u001f]+/y
    plain.lastIndex = at
    const [run] = plain.exec(text) ?? []
    if (run !== undefined) {
      read += run
      at += run.length
      continue
    }
    const sign = text[at]!
    if (sign === '"') return { text: read, end: at + 1 }
    if (sign !== "\\") {
      if (!dialect.rawControls) return undefined
      read += sign
      at++
      continue
    }
    const letter = text[at + 1] ?? ""
    const unit = letter === "u" ? /^[\da-fA-F]{4}$/.exec(text.slice(at + 2, at + 6))?.[0] : undefined
    if (unit !== undefined) {
      read += String.fromCharCode(Number.parseInt(unit, 16))
      at += 6
      continue
    }
    const character = Object.hasOwn(escapes, letter)
      ? escapes[letter]
      : dialect.anyEscape && letter !== "u"
        ? letter
        : undefined
    if (character === undefined || character === "") return undefined
    read += character
    at += 2
  }
  return undefined
}
