import { encodeUtf8 } from "../platform.ts"
import { base64Value } from "./base64.ts"
import { mayHoldEncodedText } from "./encoded-text.ts"
import { beginsEscape, endsReversedEscape } from "./escapes.ts"
import { nextLine, shortestLine, shortLineBefore } from "./lines.ts"
import { createRunFinder } from "./run-finder.ts"

/** A stretch of a file in which a secret may be in a spelling that is not a fixed one. */
export type Candidate = readonly [start: number, end: number]

const backslash = 0x5c
const slash = 0x2f
// The letters after a backslash that make white space in a string: b, f, n, r, t, v.
const breakLetters: ReadonlySet<number | undefined> = new Set(encodeUtf8("bfnrtv"))
// How much longer `\u0041` and `\x41` are than the character that they represent.
const escapePadding: ReadonlyMap<number | undefined, number> = new Map([
  [0x75, 5],
  [0x78, 3],
])

// The roles of a byte, as flags: a part of a secret or of an encoding, a character of base64, the beginning of an escape.
const isPart = 1
const isBase64 = 2
const startsEscape = 4

/** The properties of a stretch, collected while it was read. */
interface Stretch {
  readonly end: number
  /** The most characters of base64 in a row, with those of lines that follow each other. */
  readonly longestBase64: number
  readonly hasEscape: boolean
  /** How much longer its escapes are than the characters that they represent. */
  readonly padding: number
}

/**
 * Prepares a search for what is worth decoding: unbroken stretches of the characters of secrets, base64, hex and escapes
 * that are long enough for a secret, and hold an escape, or base64 or hex of text.
 *
 * It looks at a few bytes of each twenty and continues from there, since decoding takes many times as long as reading.
 */
export function createCandidateFinder(
  secrets: readonly string[],
  shortest: number,
): (bytes: Uint8Array) => Candidate[] {
  const secretBytes = encodeUtf8(secrets.join(""))
  const isAscii = secretBytes.every(byte => byte < 128)
  const flags = flagsOf(secretBytes)
  const shortestBase64 = Math.ceil((shortest * 4) / 3)
  // Of what is wrapped, every line but the last is a full one.
  const findRun = createRunFinder(flags, Math.min(shortest, shortestLine))

  return bytes => {
    const candidates: Candidate[] = []
    const nextRun = findRun(bytes)
    let checked = 0
    for (let at = nextRun(0); at < bytes.length; at = nextRun(checked)) {
      const start = startOfRun(bytes, at, checked)
      const first = shortLineBefore(bytes, start)
      const { end, longestBase64, hasEscape, padding } = readStretch(bytes, start, start - first)
      if (end - first >= shortest) {
        const mayUnescape = hasEscape && end - start - padding >= shortest
        const mayDecode =
          longestBase64 >= shortestBase64 && (!isAscii || mayHoldEncodedText(bytes, first, end, shortest))
        if (mayUnescape || mayDecode) candidates.push([first, end])
      }
      // Its last character may be the first one of a text in UTF-16.
      const isWide = bytes[end] === 0 || bytes[start - 1] === 0
      const wide = isWide ? wideRun(bytes, bytes[end] === 0 ? end - 1 : start, checked) : undefined
      if (wide !== undefined) candidates.push(wide)
      checked = wide?.[1] ?? (flagsAt(bytes, end) === 0 ? end : end + 2)
    }
    return candidates
  }

  function flagsAt(bytes: Uint8Array, at: number): number {
    return at < bytes.length ? flags[bytes[at]!]! : 0
  }

  function startOfRun(bytes: Uint8Array, at: number, checked: number): number {
    let start = at
    while (start > checked && flags[bytes[start - 1]!] !== 0) start--
    return start
  }

  /** Reads on over escapes and line breaks; `before` counts the characters of a short line that precedes it. */
  function readStretch(bytes: Uint8Array, start: number, before: number): Stretch {
    let end = start
    let base64 = before
    let longestBase64 = 0
    let hasEscape = false
    let padding = 0
    // How much there was before an escaped line break: if nothing follows, it ends a text instead of wrapping it.
    let lineEnd = 0
    while (true) {
      const from = end
      while ((flagsAt(bytes, end) & isBase64) !== 0) end++
      base64 += end - from
      longestBase64 = Math.max(longestBase64, base64)
      if (lineEnd > 0 && base64 > lineEnd) hasEscape = true
      const flag = flagsAt(bytes, end)
      const following = bytes[end + 1]
      if (flag === 0) {
        // Templates for HTML write the plus signs of base64 as escapes: its lines are full ones all the same.
        const next = nextFullLine(bytes, end, hasEscape ? end - start : base64)
        if (next === undefined) break
        end = next
      } else if (bytes[end] === backslash && breakLetters.has(following)) {
        // A line break in a string: a short line is the last one of wrapped base64. Or an escape that was reversed, and a digit.
        if (endsReversedEscape(bytes, end)) hasEscape = true
        else if (base64 < shortestLine) break
        lineEnd = base64
        end += 2
      } else if (bytes[end] === backslash && following === slash) {
        // An escaped slash, in the middle of base64.
        hasEscape = true
        end++
      } else {
        base64 = 0
        if ((flag & startsEscape) !== 0) {
          // `&&`, `100%` and the backslash before a quote that ends a text are not escapes, and there are many of them.
          hasEscape ||= beginsEscape(bytes, end) && (bytes[end] !== backslash || flagsAt(bytes, end + 1) !== 0)
          hasEscape ||= endsReversedEscape(bytes, end)
          if (bytes[end] === backslash) padding += escapePadding.get(following) ?? 0
          // The second one of two backslashes begins no escape.
          if (bytes[end] === backslash && following === backslash) end++
        }
        end++
      }
    }
    return { end, longestBase64, hasEscape, padding }
  }

  /** Where the next line of a wrapped text begins, if a full line ends here and another one follows. */
  function nextFullLine(bytes: Uint8Array, end: number, lineLength: number): number | undefined {
    if (lineLength < shortestLine) return undefined
    const isBroken = bytes[end - 2] === backslash && breakLetters.has(bytes[end - 1])
    const next = nextLine(bytes, end, isBroken)
    if (next === end || (flagsAt(bytes, next) & (isBase64 | startsEscape)) === 0) return undefined
    return next
  }

  /** A run of UTF-16: a character, then zeros. */
  function wideRun(bytes: Uint8Array, at: number, checked: number): Candidate | undefined {
    let start = at
    for (let before = start - 1; before >= checked && start - before <= 4; before--) {
      if (bytes[before] === 0) continue
      if (start - before === 1 || !isWidePart(bytes[before]!)) break
      start = before
    }
    let end = at + 1
    for (let after = end; after < bytes.length && after - end < 4; after++) {
      if (bytes[after] === 0) continue
      if (after === end || !isWidePart(bytes[after]!)) break
      end = after + 1
    }
    return end - start >= 2 * shortest - 1 ? [start, end] : undefined
  }

  function isWidePart(byte: number): boolean {
    return flags[byte] !== 0 || (byte >= 9 && byte <= 13) || byte === 32
  }
}

function flagsOf(secretBytes: Uint8Array): Uint8Array {
  const flags = new Uint8Array(256)
  for (const byte of [...secretBytes, ...encodeUtf8("=#;{}")]) flags[byte] = isPart
  for (let byte = 0; byte < 256; byte++) if (base64Value(byte) >= 0) flags[byte] = isPart | isBase64
  for (const byte of encodeUtf8("\\%&")) flags[byte] = isPart | startsEscape
  return flags
}
