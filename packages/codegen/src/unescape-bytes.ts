import { encodeUtf8 } from "./platform.ts"

/** A text without its escapes, and how far it was read. */
export interface UnescapedBytes {
  readonly bytes: Uint8Array
  readonly readTo: number
}

/** The escapes, by the byte that each begins with. */
const readers: ReadonlyMap<number, (bytes: Uint8Array, at: number) => number> = new Map([
  [92, backslashEscape],
  [37, percentEscape],
  [38, htmlEscape],
])

/**
 * Undoes one layer of the escapes of one kind: with a backslash those of JSON and JavaScript (`\u002f`, `\u{2f}`, `\x2f`,
 * `\/`), with a percent sign those of URLs, with an ampersand those of HTML (`&#47;`, `&#x2f;`, `&amp;`).
 *
 * Gives `undefined` where there are none; stops where the result has more than `limit` bytes.
 */
export function unescapeBytes(
  bytes: Uint8Array,
  introducer: "\\" | "%" | "&",
  limit: number = Number.POSITIVE_INFINITY,
): UnescapedBytes | undefined {
  const first = introducer.charCodeAt(0)
  const readEscape = readers.get(first)!
  // No escape is shorter than what it stands for.
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
    if (found === 0) {
      next++
      continue
    }
    if (end + next - at > limit) break
    copyTo(next)
    const value = Math.floor(found / 16)
    at += found % 16
    next = at
    // A percent sign stands before a byte, the others before a character.
    if (value < 128 || first === 37) {
      output![end++] = value
    } else {
      const character = encodeUtf8(String.fromCodePoint(value))
      output!.set(character, end)
      end += character.length
    }
    if (end > limit) return { bytes: output!.subarray(0, end), readTo: at }
  }
  if (output === undefined) return undefined
  copyTo(Math.min(bytes.length, at + Math.max(0, limit + 1 - end)))
  return { bytes: output.subarray(0, end), readTo: at }
}

/** Whether an escape stands there. */
export function beginsEscape(bytes: Uint8Array, at: number): boolean {
  const readEscape = readers.get(bytes[at]!)
  return readEscape !== undefined && readEscape(bytes, at) !== 0
}

// Each reader gives an escape's value times 16, plus its length, in one number, since it is asked a million times; 0 where
// there is none.

function percentEscape(bytes: Uint8Array, at: number): number {
  return packed(digits(bytes, at + 1, at + 3, 16), 3)
}

function packed(value: number, length: number): number {
  return value < 0 ? 0 : value * 16 + length
}

function backslashEscape(bytes: Uint8Array, at: number): number {
  const byte = bytes[at + 1]
  if (byte === undefined) return 0
  if (byte === 120) return packed(digits(bytes, at + 2, at + 4, 16), 4)
  if (byte === 117) {
    if (bytes[at + 2] === 123) return closedBy(125, bytes, at + 3, 16, 3)
    const high = digits(bytes, at + 2, at + 6, 16)
    if (high >> 10 !== 0x36 || bytes[at + 6] !== 92 || bytes[at + 7] !== 117) return packed(high, 6)
    const low = digits(bytes, at + 8, at + 12, 16)
    return low >> 10 === 0x37 ? packed(((high & 1023) << 10) + (low & 1023) + 0x1_0000, 12) : packed(high, 6)
  }
  const value = singleCharacters.get(byte)
  if (value !== undefined) return packed(value, 2)
  const isLetterOrDigit = (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 122)
  return isLetterOrDigit || byte < 33 || byte > 126 ? 0 : packed(byte, 2)
}

const singleCharacters: ReadonlyMap<number, number> = new Map(
  Object.entries({ b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 }).map(([name, value]) => [
    name.charCodeAt(0),
    value,
  ]),
)

const htmlNames = Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }).map(
  ([name, character]) => [Array.from(`&${name};`, one => one.charCodeAt(0)), character.charCodeAt(0)] as const,
)

function htmlEscape(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] !== 35) {
    const found = htmlNames.find(([name]) => name.every((byte, index) => bytes[at + index] === byte))
    return found === undefined ? 0 : packed(found[1], found[0].length)
  }
  const isHex = bytes[at + 2] === 120 || bytes[at + 2] === 88
  return isHex ? closedBy(59, bytes, at + 3, 16, 3) : closedBy(59, bytes, at + 2, 10, 2)
}

/** One to seven digits and a closing byte; `before` counts what stood before them. */
function closedBy(closing: number, bytes: Uint8Array, start: number, base: 10 | 16, before: number): number {
  let end = start
  while (end < start + 8 && bytes[end] !== closing) end++
  const value = end === start || end === start + 8 ? -1 : digits(bytes, start, end, base)
  return value > 0x10_ffff ? 0 : packed(value, before + end - start + 1)
}

function digits(bytes: Uint8Array, start: number, end: number, base: 10 | 16): number {
  if (end > bytes.length) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = hexDigit(bytes[at]!)
    if (digit < 0 || digit >= base) return -1
    value = value * base + digit
  }
  return value
}

/** The value of an ASCII hex digit, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
