import { sextetOf } from "./base64.ts"
import { hexDigit } from "./unescape-bytes.ts"

/**
 * Whether base64 or hex of ASCII text may stand there, forwards or backwards: of the 24 bits of four characters that make
 * three bytes of it, three are zero, and those of identifiers and digests are so in one place of eight.
 */
export function holdsText(bytes: Uint8Array, start: number, end: number, shortest: number): boolean {
  const sextets = new Uint8Array(end - start)
  let length = 0
  let hexDigits = 0
  for (let at = start; at < end; at++) {
    const sextet = sextetOf(bytes[at]!)
    if (sextet < 0) continue
    sextets[length++] = sextet
    hexDigits = hexDigit(bytes[at]!) < 0 ? 0 : hexDigits + 1
    if (hexDigits >= shortest * 2) return true
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
