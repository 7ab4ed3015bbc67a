/** A document as a variable or a store of texts holds it: as it is, or the bytes that it has in base64 or base64url. */
export function decodeValue(text: string): string | Uint8Array {
  if (text.startsWith("{")) return text
  const bytes = decodeBase64(text)
  return bytes !== undefined && isDocument(bytes) ? bytes : text
}

/** The bytes of a text in base64 or base64url, also when it is wrapped in lines; undefined for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  // By hand, since an expression for white space around line breaks takes quadratic time.
  const encoded = text
    .split("\n")
    .map(line => line.trim())
    .join("")
  if (!/^[\w+/-]+=*$/.test(encoded)) return undefined
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/").replaceAll("=", ""))
    return Uint8Array.from(binary, character => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** Whether bytes begin as a document does, and are text: a bare secret may be base64 by chance, but of no such thing. */
function isDocument(bytes: Uint8Array): boolean {
  const beginning = String.fromCharCode(...bytes.subarray(0, 16))
  if (/^(\xff\xfe\{\0|\xfe\xff\0\{)/.test(beginning)) return true
  return /^(\xef\xbb\xbf)?\s*\{\s*"/.test(beginning) && isText(bytes)
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !/[\0-\x08\x0e-\x1f]/.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    return false
  }
}
