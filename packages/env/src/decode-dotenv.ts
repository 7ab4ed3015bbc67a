import { decodeText, encodingOf } from "./decode-text.ts"

/** The most consecutive blank characters: the time that dotenv takes grows with the square of their number. */
const mostBlanks = 200
const blankRun = new RegExp(`\\s{${mostBlanks + 1}}`)

/**
 * Returns the text of a `.env` file: UTF-8, or UTF-16 with a byte order mark, as editors and PowerShell on Windows write it.
 *
 * @returns what is wrong with it, as the end of a sentence about the file
 */
export function decodeDotenv(bytes: Uint8Array): string | { readonly fault: string } {
  let text: string
  try {
    text = decodeText(bytes)
  } catch {
    return { fault: `is not text in ${encodingOf(bytes).toUpperCase()}. Save it as UTF-8.` }
  }
  // Without a mark every second byte of UTF-16 reads as this.
  if (text.includes("\0")) return { fault: "has NUL characters in it: it is probably UTF-16. Save it as UTF-8." }
  if (blankRun.test(text))
    return { fault: `has more than ${mostBlanks} blank characters or lines in a row. Remove them.` }
  return text
}
