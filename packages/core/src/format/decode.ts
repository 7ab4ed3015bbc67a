import { platform } from "../platform.ts"

/** The text of a document's bytes; without it, the encoding that is not read, where it is recognized. */
export interface Decoded {
  readonly text: string | undefined
  readonly encoding: string | undefined
}

/** Turns a document's bytes into text: UTF-8 with or without a byte order mark, or UTF-16 with one. */
export function decode(bytes: Uint8Array): Decoded {
  const [encoding, isRead] = encodingOf(bytes)
  if (!isRead) return { text: undefined, encoding }
  try {
    // A copy, since a decoder refuses bytes that are shared between threads. The decoder takes one byte order mark off.
    return {
      encoding: undefined,
      text: new platform.TextDecoder(encoding, { fatal: true }).decode(new Uint8Array(bytes)),
    }
  } catch {
    return { text: undefined, encoding: undefined }
  }
}

/** Encodings by their byte order mark; the longer marks first, since UTF-32LE begins as UTF-16LE does. */
const marks: readonly { readonly mark: readonly number[]; readonly encoding: string; readonly isRead: boolean }[] = [
  { mark: [0xff, 0xfe, 0, 0], encoding: "UTF-32", isRead: false },
  { mark: [0, 0, 0xfe, 0xff], encoding: "UTF-32", isRead: false },
  { mark: [0xff, 0xfe], encoding: "utf-16le", isRead: true },
  { mark: [0xfe, 0xff], encoding: "utf-16be", isRead: true },
]

function encodingOf(bytes: Uint8Array): readonly [encoding: string, isRead: boolean] {
  const found = marks.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))
  return found === undefined ? ["utf-8", true] : [found.encoding, found.isRead]
}
