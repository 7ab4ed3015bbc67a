import { base64Value } from "./base64.ts"
import { hexDigit } from "./escapes.ts"

// Used for one run after another, since there are many, and most are short.
let scratch = new Uint8Array(1_024)

/**
 * Whether base64 or hex of ASCII text may be there, forwards or backwards. `shortest` is the length of the shortest text
 * that counts, in characters. Bytes that are not of base64, such as line breaks, are passed over.
 *
 * Text of ASCII is recognized by its zero bits: identifiers and digests do not have them at the same places for long.
 */
export function mayHoldEncodedText(bytes: Uint8Array, start: number, end: number, shortest: number): boolean {
  if (scratch.length < end - start) scratch = new Uint8Array(2 * (end - start))
  let length = 0
  for (let at = start; at < end; at++) if (base64Value(bytes[at]!) >= 0) scratch[length++] = bytes[at]!
  const characters = scratch.subarray(0, length)
  return holdsHex(characters, shortest) || holdsBase64(characters, Math.floor((shortest - 2) / 3))
}

/** In hex of ASCII, every second digit is 0 to 7. */
function holdsHex(characters: Uint8Array, shortest: number): boolean {
  // How many of every second digit are 0 to 7: up to this place, and up to the one before it.
  let here = 0
  let before = 0
  for (let at = 0; at < characters.length; at++) {
    const digit = hexDigit(characters[at]!)
    const next = digit < 0 || digit > 7 ? 0 : before + 1
    before = digit < 0 ? 0 : here
    here = next
    if (here >= shortest) return true
  }
  return false
}

/** Four characters of base64 make three bytes, and in each byte of ASCII the highest bit is zero. */
function holdsBase64(characters: Uint8Array, groups: number): boolean {
  for (const isText of [isTextForwards, isTextBackwards]) {
    // How many groups of four in a row are text, for each of the four places where a group may begin.
    const inARow = new Uint32Array(4)
    for (let at = 0; at + 3 < characters.length; at++) {
      const place = at % 4
      inARow[place] = isText(characters, at) ? inARow[place]! + 1 : 0
      if (inARow[place]! >= groups) return true
    }
  }
  return false
}

// Each character stands for six bits. The first byte's highest bit is that of the first character; the second byte's is the
// fourth highest of the second character, and the third byte's the second lowest of the third.
function isTextForwards(characters: Uint8Array, at: number): boolean {
  return (
    (base64Value(characters[at]!) & 0b100000) === 0 &&
    (base64Value(characters[at + 1]!) & 0b001000) === 0 &&
    (base64Value(characters[at + 2]!) & 0b000010) === 0
  )
}

function isTextBackwards(characters: Uint8Array, at: number): boolean {
  return (
    (base64Value(characters[at + 3]!) & 0b100000) === 0 &&
    (base64Value(characters[at + 2]!) & 0b001000) === 0 &&
    (base64Value(characters[at + 1]!) & 0b000010) === 0
  )
}
