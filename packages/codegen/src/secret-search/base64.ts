import { platform } from "../platform.ts"

const values = new Int8Array(256).fill(-1)
for (const last of ["+/", "-_"]) {
  const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`
  for (let index = 0; index < 64; index++) values[alphabet.charCodeAt(index)] = index
}

/** The six bits of a character of base64 or base64url, or -1. */
export function base64Value(byte: number): number {
  return values[byte]!
}

/** Decodes the characters of base64 or base64url; no padding, no white space. Bits left over are dropped. */
export function decodeBase64(text: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(Math.floor((text.length * 6) / 8))
  let length = 0
  let pending = 0
  for (let index = 0; index < text.length; index++) {
    pending = (pending << 6) | values[text[index]!]!
    // Four characters make three bytes; the first of them completes none.
    const position = index & 3
    if (position > 0) decoded[length++] = (pending >> (6 - 2 * position)) & 255
  }
  return decoded
}

/** The characters of base64 that are the same whatever surrounds the bytes, which begin so many after a multiple of three. */
export function alignedBase64(bytes: Uint8Array, alignment: number): string {
  const shifted = Uint8Array.of(...new Uint8Array(alignment), ...bytes)
  const encoded = platform.btoa(String.fromCharCode(...shifted)).replaceAll("=", "")
  const last = shifted.length % 3 === 0 ? encoded.length : encoded.length - 1
  return encoded.slice([0, 2, 3][alignment], last)
}
