import { base64Value } from "./base64.ts"
import { hexDigit } from "./escapes.ts"

// A character of base64 encodes six bits. Four of them make three bytes, and the highest bit of each byte of ASCII is zero:
// it is the highest bit of the first character, the third highest of the second, and the fifth highest of the third.
const highBits = [0b100000, 0b001000, 0b000010]
// The roles of a character, as flags. The first three, 1, 2 and 4, say which of these bits are zero.
const isBase64 = 8
const isHexDigit = 16
const isLowDigit = 32

const kinds = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte))

/**
 * Whether base64 or hex of ASCII text may be there, forwards or backwards. `shortest` is the length of the shortest text
 * that counts, in characters. Bytes that are not of base64, such as line breaks, are passed over.
 *
 * Text of ASCII is recognized by its zero bits: identifiers and digests do not have them at the same places for long.
 */
export function mayHoldEncodedText(bytes: Uint8Array, start: number, end: number, shortest: number): boolean {
  // This number of groups of four characters is whole, wherever the secret begins in what was encoded.
  const groups = everyNthBit(4, Math.floor((shortest - 2) / 3))
  // In hex of ASCII, every second digit is 0 to 7.
  const digits = everyNthBit(2, shortest)
  // Each has a bit for each of the last 32 characters, the latest one lowest: whether it may be the first, second or third
  // character of four that make ASCII; whether it is a digit from 0 to 7, since the last one that is no hex digit.
  let mayBeFirst = 0
  let mayBeSecond = 0
  let mayBeThird = 0
  let lowDigits = 0
  for (let at = start; at < end; at++) {
    const kind = kinds[bytes[at]!]!
    if ((kind & isBase64) === 0) continue
    mayBeFirst = (mayBeFirst << 1) | (kind & 1)
    mayBeSecond = (mayBeSecond << 1) | ((kind >> 1) & 1)
    mayBeThird = (mayBeThird << 1) | ((kind >> 2) & 1)
    lowDigits = ((lowDigits << 1) | (kind >> 5)) & -((kind >> 4) & 1)
    const forwards = (mayBeFirst >> 3) & (mayBeSecond >> 2) & (mayBeThird >> 1)
    const backwards = mayBeFirst & (mayBeSecond >> 1) & (mayBeThird >> 2)
    if ((forwards & groups) === groups || (backwards & groups) === groups || (lowDigits & digits) === digits)
      return true
  }
  return false
}

/** So many bits at a distance, as far as they fit into the 29 that stay after a shift by 3: more would rule out little more. */
function everyNthBit(distance: number, count: number): number {
  let bits = 0
  for (let at = 0; at < Math.min(29, count * distance); at += distance) bits |= 1 << at
  return bits
}

function kindOf(byte: number): number {
  const value = base64Value(byte)
  if (value < 0) return 0
  const digit = hexDigit(byte)
  const zeros = highBits.reduce((flags, bit, index) => flags | ((value & bit) === 0 ? 1 << index : 0), 0)
  return isBase64 | zeros | (digit < 0 ? 0 : isHexDigit) | (digit < 0 || digit > 7 ? 0 : isLowDigit)
}
