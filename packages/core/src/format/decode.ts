import { platform } from "../platform.ts"

/** Turns a document's bytes into text: UTF-8, or UTF-16 by its byte order mark; `undefined` for every other encoding. */
export function decode(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff ? "utf-16le" : bytes[0] === 0xfe ? "utf-16be" : "utf-8"
  try {
    // A copy, since a decoder refuses bytes that are shared between threads.
    return new platform.TextDecoder(encoding, { fatal: true }).decode(new Uint8Array(bytes))
  } catch {
    return undefined
  }
}
