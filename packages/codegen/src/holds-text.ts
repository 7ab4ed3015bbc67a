import { sextetOf } from "./base64.ts"
import { hexDigit } from "./unescape-bytes.ts"

const isHexDigit = 64
const isLowDigit = 128
// The highest six bits would be those of `/`, which is no digit.
const noSextet = 255
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sextet = sextetOf(byte)
  const digit = hexDigit(byte)
  if (sextet < 0) return noSextet
  return sextet | (digit < 0 ? 0 : isHexDigit) | (digit < 0 || digit > 7 ? 0 : isLowDigit)
})

// Used for one run after another, since there may be many, and most are short.
let sextets = new Uint8Array(1_024)

/**
 * Whether base64 or hex of ASCII text may stand there, forwards or backwards: of the 24 bits of four characters that make
 * three bytes of it, three are zero, and those of identifiers and digests are so in one place of eight.
 */
export function holdsText(bytes: Uint8Array, start: number, end: number, shortest: number): boolean {
  if (sextets.length < end - start) sextets = new Uint8Array(2 * (end - start))
  let length = 0
  // In hex of ASCII every second digit is at most seven: so many of them end here, and so many at the digit before.
  let lowDigits = 0
  let lowDigitsBefore = 0
  for (let at = start; at < end; at++) {
    const kind = kinds[bytes[at]!]!
    if (kind === noSextet) continue
    sextets[length++] = kind & 63
    const more = (kind & isLowDigit) === 0 ? 0 : lowDigitsBefore + 1
    lowDigitsBefore = (kind & isHexDigit) === 0 ? 0 : lowDigits
    lowDigits = more
    if (more >= shortest) return true
  }
  const quads = Math.floor((shortest - 2) / 3)
  for (let place = 0; place < 4; place++) {
    for (const backwards of directions) {
      for (let at = place + 4 * (quads - 1), tried = quads; at + 3 < length; at += 4 * tried) {
        // From the last of so many fours back to the first: where one does not fit, none of those up to it is the first.
        tried = quads
        while (tried > 0 && isText(sextets, at - 4 * (quads - tried), backwards)) tried--
        if (tried === 0) return true
      }
    }
  }
  return false
}

const directions = [0, 1] as const

/** Whether four characters, from the left or (backwards) from the right, have the highest bits of three bytes at zero. */
function isText(sextets: Uint8Array, at: number, backwards: 0 | 1): boolean {
  return (
    (sextets[at + backwards * 3]! & 0b100000) === 0 &&
    (sextets[at + 1 + backwards]! & 0b001000) === 0 &&
    (sextets[at + 2 - backwards]! & 0b000010) === 0
  )
}
