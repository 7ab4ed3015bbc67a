/** Fewer characters in a row occur by chance, and in words: `client` is part of many secrets of test setups. */
const runLength = 8

/**
 * Whether a string repeats 8 or more characters in a row of one of the secrets: as they are, percent-encoded (once or
 * twice) or in base64. Secrets with fewer than 8 characters are not searched for.
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
  const readings = [text, decodePercent(text), decodePercent(decodePercent(text))].map(foldCase)
  return secrets
    .filter(secret => secret.length >= runLength)
    .flatMap(spellings)
    .some(spelling => readings.some(reading => shareRun(reading, spelling)))
}

function spellings(secret: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret))
  // Basic authentication is base64 of the percent-encoded secret.
  const base64 = [...base64Alignments(bytes), ...base64Alignments(encodeURIComponent(secret))]
  return [secret, bytes, ...base64].map(foldCase)
}

/**
 * The base64 characters that bytes have within a longer text, for each of the three positions they can begin at. The
 * characters at both ends also depend on the neighboring bytes, so they are left out.
 */
function base64Alignments(bytes: string): string[] {
  return [btoa(bytes).slice(0, -4), btoa(`_${bytes}`).slice(2, -4), btoa(`__${bytes}`).slice(3, -4)]
}

function shareRun(text: string, secret: string): boolean {
  // For 8 bytes, 6 characters of base64 are certain.
  const length = Math.min(runLength, secret.length)
  for (let start = 0; start + length <= secret.length; start++) {
    if (text.includes(secret.slice(start, start + length))) return true
  }
  return false
}

/** Makes upper and lower case, and the two alphabets of base64, equal: withholding too much does no harm here. */
function foldCase(text: string): string {
  return text.toLowerCase().replaceAll("-", "+").replaceAll("_", "/")
}

/** Decodes byte by byte, so that a stray `%` or a byte that is not UTF-8 does not keep the rest from being decoded. */
function decodePercent(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
