import { sextetOf } from "./base64.ts"
import { createRunFinder } from "./find-run.ts"
import { holdsText } from "./holds-text.ts"
import { nextLine, shortestLine, shortLineBefore } from "./next-line.ts"
import { encodeUtf8 } from "./platform.ts"
import { beginsEscape } from "./unescape-bytes.ts"

/** A stretch of a file in which a secret may stand in a spelling that is no fixed one. */
export type Suspect = readonly [start: number, end: number]

const isPart = 1
const isSextet = 2
const startsEscape = 4

/**
 * Prepares a search for what is worth decoding: unbroken stretches of the characters of secrets, base64, hex and escapes
 * that are long enough for a secret and hold an escape, or base64 or hex of text.
 *
 * It looks at a few bytes of each twenty and goes on from there, since decoding takes many times as long as reading does.
 */
export function createSuspectFinder(secrets: readonly string[], shortest: number): (bytes: Uint8Array) => Suspect[] {
  const secretBytes = encodeUtf8(secrets.join(""))
  const isAscii = secretBytes.every(byte => byte < 128)
  const flags = new Uint8Array(256)
  for (const byte of [...secretBytes, ...encodeUtf8("=#;{}")]) flags[byte] = isPart
  for (let byte = 0; byte < 256; byte++) if (sextetOf(byte) >= 0) flags[byte] = isPart | isSextet
  for (const byte of encodeUtf8("\\%&")) flags[byte] = isPart | startsEscape
  const shortestBase64 = Math.ceil((shortest * 4) / 3)
  // Of what is wrapped, every line but the last is a full one.
  const findRun = createRunFinder(flags, Math.min(shortest, shortestLine))

  return bytes => {
    const suspects: Suspect[] = []
    const { length } = bytes
    const nextRun = findRun(bytes)
    let checked = 0
    for (let at = nextRun(0); at < length; at = nextRun(checked)) {
      let start = at
      while (start > checked && flags[bytes[start - 1]!] !== 0) start--
      const first = shortLineBefore(bytes, start)
      let end = start
      let sextets = first === start ? 0 : start - first
      let longestSextets = 0
      let hasEscape = false
      // What escapes by number take up beyond what they stand for.
      let padding = 0
      // How much stood before an escaped line break: where nothing follows, it ends a text and wraps none.
      let lineEnd = 0
      for (;;) {
        const from = end
        while (end < length && (flags[bytes[end]!]! & isSextet) !== 0) end++
        sextets += end - from
        const flag = end < length ? flags[bytes[end]!]! : 0
        if (sextets > longestSextets) longestSextets = sextets
        if (lineEnd > 0 && sextets > lineEnd) hasEscape = true
        if (flag === 0) {
          const isBroken = bytes[end - 2] === 92 && isBreakLetter(bytes[end - 1])
          // Templates for HTML write the plus signs of base64 as escapes: its lines are full ones all the same.
          const lineLength = hasEscape ? end - start : sextets
          const next = lineLength < shortestLine ? end : nextLine(bytes, end, isBroken)
          if (next === end || next >= length || (flags[bytes[next]!]! & (isSextet | startsEscape)) === 0) break
          end = next
        } else if (bytes[end] === 92 && isBreakLetter(bytes[end + 1])) {
          // A line break in a string: behind a short line a text is not wrapped but ends.
          if (sextets < shortestLine) break
          lineEnd = sextets
          end += 2
        } else if (bytes[end] === 92 && bytes[end + 1] === 47) {
          // An escaped slash, in the midst of base64.
          hasEscape = true
          end++
        } else {
          sextets = 0
          if ((flag & startsEscape) !== 0) {
            // `&&`, `100%` and the backslash before a quote that ends a text are none, and there are many of them.
            hasEscape ||= beginsEscape(bytes, end) && (bytes[end] !== 92 || flags[bytes[end + 1]!] !== 0)
            padding += escapePadding(bytes[end]!, bytes[end + 1])
            // The second one of two begins no escape.
            if (bytes[end] === 92 && bytes[end + 1] === 92) end++
          }
          end++
        }
      }
      let following = end < length && flags[bytes[end]!] !== 0 ? end + 2 : end
      if (end - first >= shortest) {
        const mayUnescape = hasEscape && end - start - padding >= shortest
        const mayDecode = longestSextets >= shortestBase64 && (!isAscii || holdsText(bytes, first, end, shortest))
        if (mayUnescape || mayDecode) suspects.push([first, end])
      }
      // Its last character may be the first one of a text in UTF-16.
      if (bytes[end] === 0 || bytes[start - 1] === 0) {
        const wide = wideRun(bytes, bytes[end] === 0 ? end - 1 : start, checked)
        if (wide !== undefined) {
          suspects.push(wide)
          following = wide[1]
        }
      }
      checked = following
    }
    return suspects
  }

  /** A run of UTF-16: a character, then zeros. */
  function wideRun(bytes: Uint8Array, at: number, checked: number): Suspect | undefined {
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

/** Of `\n`, `\r`, `\t` and the like. */
function isBreakLetter(byte: number | undefined): boolean {
  return byte === 110 || byte === 114 || byte === 116 || byte === 98 || byte === 102 || byte === 118
}

/** By how much `\u0041` and `\x41` are longer than what they stand for, and `\u{1f}` at least. */
function escapePadding(introducer: number, following: number | undefined): number {
  if (introducer !== 92) return 0
  return following === 117 ? 5 : following === 120 ? 3 : 0
}
