import { encodeUtf8 } from "../platform.ts"

/** The beginnings of escapes: those of JSON and JavaScript, of URLs, of HTML. */
export type Introducer = "\\" | "%" | "&"

/** A text without its escapes, and how far it was read. */
export interface UnescapedBytes {
  readonly bytes: Uint8Array
  readonly readTo: number
}

/** An escape: the character that it represents, and how many bytes it takes. */
interface Escape {
  readonly value: number
  readonly length: number
}

const code = (character: string): number => character.charCodeAt(0)
const backslash = code("\\")
const percent = code("%")
const ampersand = code("&")
const numberSign = code("#")
const letterX = code("x")
const letterU = code("u")
const openingBrace = code("{")

/**
 * Undoes one layer of the escapes of one kind: with a backslash those of JSON and JavaScript (`\u002f`, `\u{2f}`, `\x2f`,
 * `\/`), with a percent sign those of URLs, with an ampersand those of HTML (`&#47;`, `&#x2f;`, `&amp;`).
 *
 * Returns `undefined` if there are none; stops if the result has more than `limit` bytes.
 *
 * @param hasByteEscapes whether `\x80` and above are bytes, as in Python, PHP and C, and not characters, as in JavaScript
 */
export function unescapeBytes(
  bytes: Uint8Array,
  introducer: Introducer,
  hasByteEscapes: boolean,
  limit: number = Number.POSITIVE_INFINITY,
): UnescapedBytes | undefined {
  const first = code(introducer)
  // No escape is shorter than the character that it represents.
  let output: Uint8Array | undefined
  let at = 0
  let end = 0
  const copyTo = (next: number): void => {
    output ??= new Uint8Array(bytes.length)
    output.set(bytes.subarray(at, next), end)
    end += next - at
    at = next
  }
  for (let next = bytes.indexOf(first); next >= 0; next = bytes.indexOf(first, next)) {
    const found = readEscape(bytes, next)
    if (found === undefined) {
      next++
      continue
    }
    if (end + next - at > limit) break
    copyTo(next)
    at += found.length
    next = at
    // A percent sign precedes a byte, the others precede a character. Only `\x` has a length of four.
    const isByte = found.value < 128 || first === percent || (hasByteEscapes && found.length === 4)
    const decoded = isByte ? Uint8Array.of(found.value) : encodeUtf8(String.fromCodePoint(found.value))
    output!.set(decoded, end)
    end += decoded.length
    if (end > limit) return { bytes: output!.subarray(0, end), readTo: at }
  }
  if (output === undefined) return undefined
  copyTo(Math.min(bytes.length, at + Math.max(0, limit + 1 - end)))
  return { bytes: output.subarray(0, end), readTo: at }
}

/** Whether an escape by number ends at a place, as in a string that was reversed: `16x\`, `1600u\`, `16%`, `;79#&`. */
export function endsReversedEscape(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1]
  switch (bytes[at]) {
    case backslash:
      if (before === letterX) return hasHexDigits(bytes, at - 3, at - 1)
      return before === letterU && (bytes[at - 2] === openingBrace || hasHexDigits(bytes, at - 5, at - 1))
    case percent:
      return hasHexDigits(bytes, at - 2, at)
    case ampersand:
      return before === numberSign
    default:
      return false
  }
}

function hasHexDigits(bytes: Uint8Array, start: number, end: number): boolean {
  return start >= 0 && bytes.subarray(start, end).every(byte => hexDigit(byte) >= 0)
}

/** Whether an escape begins at a place. */
export function beginsEscape(bytes: Uint8Array, at: number): boolean {
  return readEscape(bytes, at) !== undefined
}

function readEscape(bytes: Uint8Array, at: number): Escape | undefined {
  switch (bytes[at]) {
    case backslash:
      return readBackslashEscape(bytes, at)
    case percent:
      return escapeOf(readNumber(bytes, at + 1, at + 3, 16), 3)
    case ampersand:
      return readHtmlEscape(bytes, at)
    default:
      return undefined
  }
}

function escapeOf(value: number | undefined, length: number): Escape | undefined {
  return value === undefined || value > 0x10_ffff ? undefined : { value, length }
}

const singleCharacters: ReadonlyMap<number, number> = new Map(
  Object.entries({ b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 }).map(([name, value]) => [code(name), value]),
)

function readBackslashEscape(bytes: Uint8Array, at: number): Escape | undefined {
  const byte = bytes[at + 1]
  if (byte === undefined) return undefined
  if (byte === code("x")) return escapeOf(readNumber(bytes, at + 2, at + 4, 16), 4)
  if (byte === code("u")) return bytes[at + 2] === code("{") ? readClosed(bytes, at, 3, "}", 16) : readUnit(bytes, at)
  const value = singleCharacters.get(byte)
  if (value !== undefined) return { value, length: 2 }
  return isLetterOrDigit(byte) || byte < 33 || byte > 126 ? undefined : { value: byte, length: 2 }
}

/** `\u0041`, or two of them that are one character of UTF-16. */
function readUnit(bytes: Uint8Array, at: number): Escape | undefined {
  const high = readNumber(bytes, at + 2, at + 6, 16)
  const isPair = high !== undefined && high >> 10 === 0x36 && bytes[at + 6] === backslash && bytes[at + 7] === code("u")
  const low = isPair ? readNumber(bytes, at + 8, at + 12, 16) : undefined
  if (low === undefined || low >> 10 !== 0x37) return escapeOf(high, 6)
  return escapeOf(((high! & 1023) << 10) + (low & 1023) + 0x1_0000, 12)
}

const htmlNames = Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }).map(([name, character]) => ({
  bytes: Array.from(`&${name};`, code),
  value: code(character),
}))

function readHtmlEscape(bytes: Uint8Array, at: number): Escape | undefined {
  if (bytes[at + 1] !== code("#")) {
    const name = htmlNames.find(name => name.bytes.every((byte, index) => bytes[at + index] === byte))
    return name && { value: name.value, length: name.bytes.length }
  }
  const isHex = bytes[at + 2] === code("x") || bytes[at + 2] === code("X")
  return isHex ? readClosed(bytes, at, 3, ";", 16) : readClosed(bytes, at, 2, ";", 10)
}

/** One to seven digits, after so many bytes, and a closing character: `\u{1f600}`, `&#128512;`. */
function readClosed(bytes: Uint8Array, at: number, before: number, closing: string, base: 10 | 16): Escape | undefined {
  const start = at + before
  const end = bytes.subarray(start, start + 8).indexOf(code(closing))
  return end < 1 ? undefined : escapeOf(readNumber(bytes, start, start + end, base), before + end + 1)
}

function readNumber(bytes: Uint8Array, start: number, end: number, base: 10 | 16): number | undefined {
  if (end > bytes.length) return undefined
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = hexDigit(bytes[at]!)
    if (digit < 0 || digit >= base) return undefined
    value = value * base + digit
  }
  return value
}

function isLetterOrDigit(byte: number): boolean {
  const lower = byte | 32
  return (byte >= code("0") && byte <= code("9")) || (lower >= code("a") && lower <= code("z"))
}

/** The value of an ASCII hex digit, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
