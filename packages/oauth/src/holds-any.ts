const runLength = 6

/** Whether a text holds 6 characters in a row of any of the values, plain or encoded: percent, base64. */
export function holdsAny(text: string, values: readonly string[]): boolean {
  const texts = [text, decodePercent(text), decodePercent(decodePercent(text))].map(normalize)
  return values.some(value => encodings(value).some(encoded => texts.some(candidate => share(candidate, encoded))))
}

function encodings(value: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(value))
  // Basic authentication is base64 of what is escaped.
  const base64 = [...base64Forms(bytes), ...base64Forms(encodeURIComponent(value))]
  // What is left of a short value would be found in any text.
  return [value, bytes, ...base64.filter(({ length }) => length > 3)].map(normalize)
}

/** What base64 makes of bytes wherever they stand in something larger, without the ends, which depend on neighbours. */
function base64Forms(bytes: string): string[] {
  return [bytes, `_${bytes}`, `__${bytes}`].map((text, before) => btoa(text).slice(before && before + 1, -4))
}

function share(text: string, value: string): boolean {
  const length = Math.min(runLength, value.length)
  for (let start = 0; length > 0 && start + length <= value.length; start++) {
    if (text.includes(value.slice(start, start + length))) return true
  }
  return false
}

/** Upper and lower case, and the two alphabets of base64, count as one: too much is held back rather than too little. */
function normalize(text: string): string {
  return text.toLowerCase().replaceAll("-", "+").replaceAll("_", "/")
}

/** Byte by byte: a stray % in the text, or a byte that is no UTF-8, must not keep the rest from being read. */
function decodePercent(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(+`0x${hex}`))
}
