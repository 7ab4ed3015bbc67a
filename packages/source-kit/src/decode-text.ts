/** The text of UTF-8 bytes, without a byte order mark; what is not UTF-8 is replaced. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
