const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/**
 * Decodes the bytes of a text in base64, in either alphabet, with padding or without it.
 *
 * It may be folded in any way: by line breaks, by the spaces that some panels make of them, and by line breaks that are
 * written out as a backslash and a letter. For a truncated text, returns the bytes that arrived completely.
 *
 * @returns undefined for anything else; a `.` in it, as in a JWT, is not base64
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let length = 0
  let bits = 0
  let bitCount = 0
  let isPadded = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (isBlank(character)) continue
    if (isWrittenLineBreak(character, text.charAt(index + 1))) {
      index++
      continue
    }
    if (character === "=") {
      isPadded = true
      continue
    }
    const sextet = sextetOf(character)
    if (sextet < 0 || isPadded) return undefined
    bits = ((bits << 6) | sextet) & 0xffff
    bitCount += 6
    if (bitCount < 8) continue
    bitCount -= 8
    bytes[length++] = (bits >> bitCount) & 0xff
  }
  return length === 0 ? undefined : bytes.subarray(0, length)
}

/** Its value in either alphabet of RFC 4648, the standard one or that for URLs; -1 for what is in neither. */
function sextetOf(character: string): number {
  if (character === "-") return 62
  return character === "_" ? 63 : alphabet.indexOf(character)
}

const blanks = new Set([" ", "\n", "\r", "\t", "\u00a0", "\ufeff"])

function isBlank(character: string): boolean {
  return blanks.has(character)
}

function isWrittenLineBreak(character: string, next: string): boolean {
  return character === "\\" && (next === "n" || next === "r")
}
