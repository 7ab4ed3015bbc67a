type Encoding = "utf-8" | "utf-16le" | "utf-16be"

interface Decoder {
  decode(bytes: Uint8Array, options: { stream: boolean }): string
}

/** Typed here, since core compiles without DOM or Node types. Looked up when it is used. */
const platform = globalThis as unknown as {
  readonly TextDecoder: new (encoding: Encoding, options: { fatal: true }) => Decoder
}

/**
 * The text of bytes in UTF-8 or UTF-16. PowerShell's `[Text.Encoding]::Unicode.GetBytes()` writes UTF-16 without a byte order
 * mark: every second byte of a client file is then zero.
 *
 * @returns undefined for bytes that are not text in that encoding
 */
export function decodeUnicode(bytes: Uint8Array): string | undefined {
  return decode(bytes, { stream: false })
}

/** The same for bytes that may have been cut within their last character, which is left out. */
export function decodeUnicodeStart(bytes: Uint8Array): string | undefined {
  return decode(bytes, { stream: true })
}

function decode(bytes: Uint8Array, options: { stream: boolean }): string | undefined {
  try {
    // A copy, since a decoder refuses bytes that are shared between threads. The decoder takes one byte order mark off.
    return new platform.TextDecoder(encodingOf(bytes), { fatal: true }).decode(new Uint8Array(bytes), options)
  } catch {
    return undefined
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le"
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? "utf-16be" : "utf-8"
}
