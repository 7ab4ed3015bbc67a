/** The text of a document as core reads it, for showing positions in it; undefined if it is not text. */
export function decodeContent(content: string | Uint8Array): string | undefined {
  if (typeof content === "string") return content.replace(/^\ufeff/, "")
  const isUtf16 =
    content.length > 1 && ((content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff))
  const encoding = !isUtf16 ? "utf-8" : content[0] === 0xff ? "utf-16le" : "utf-16be"
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}
