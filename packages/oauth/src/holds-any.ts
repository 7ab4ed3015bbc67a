const runLength = 6

/** Whether a text holds 6 characters in a row of any of the values, plain or encoded: percent, base64, hexadecimal. */
export function holdsAny(text: string, values: readonly string[]): boolean {
  const texts = [text, decodePercent(text)].map(normalize)
  return values.some(value => encodings(value).some(encoded => texts.some(candidate => share(candidate, encoded))))
}

function encodings(value: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(value))
  const hexadecimal = bytes.replace(/./gs, byte => byte.charCodeAt(0).toString(16).padStart(2, "0"))
  // Basic authentication is base64 of what is escaped.
  return [value, hexadecimal, ...base64Forms(bytes), ...base64Forms(encodeURIComponent(value))].map(normalize)
}

/** What base64 makes of bytes wherever they stand in something larger, without what depends on their neighbours. */
function base64Forms(bytes: string): string[] {
  return ["", "_", "__"].map(before =>
    btoa(before + bytes).slice(
      Math.ceil((before.length * 8) / 6),
      Math.floor(((before.length + bytes.length) * 8) / 6),
    ),
  )
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

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
