/**
 * Returns the text of bytes in UTF-8, or in UTF-16 with a byte order mark, as editors and PowerShell on Windows write it.
 *
 * @throws {TypeError} for bytes that are not text in that encoding
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
}

export function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return "utf-16le"
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8"
}
