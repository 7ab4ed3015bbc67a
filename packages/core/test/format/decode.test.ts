import { expect, test } from "vitest"
import { decode } from "../../src/format/decode.ts"

const text = '{"web": "\u00fc\u{1f511}"}'
const utf16 = Buffer.from(text, "utf16le")

test.each<[name: string, bytes: Uint8Array, want: string | undefined]>([
  ["UTF-8", Buffer.from(text), text],
  ["UTF-8 with a byte order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), text],
  ["UTF-16, little-endian", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), text],
  ["UTF-16, big-endian", Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), text],
  ["an empty array", new Uint8Array(0), ""],
  ["only a byte order mark", Uint8Array.of(0xff, 0xfe), ""],
  [
    "a view of a larger buffer",
    new Uint8Array(Buffer.from(`xx${text}xx`)).subarray(2, 2 + Buffer.byteLength(text)),
    text,
  ],
  ["Latin-1", Buffer.from("\u00fc", "latin1"), undefined],
  ["a byte that UTF-8 never uses", Uint8Array.of(0x7b, 0xc0, 0x80, 0x7d), undefined],
  ["a surrogate encoded in UTF-8", Uint8Array.of(0xed, 0xa0, 0x80), undefined],
  ["a truncated sequence", Uint8Array.of(0x7b, 0xe2, 0x82), undefined],
  ["UTF-16 of an odd length", Uint8Array.of(0xff, 0xfe, 0x7b), undefined],
  ["half of a surrogate pair in UTF-16", Uint8Array.of(0xff, 0xfe, 0x00, 0xd8), undefined],
])("decodes %s", (_, bytes, want) => {
  expect(decode(bytes).text).toBe(want)
})

test("decodes bytes in shared memory", () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(Buffer.byteLength(text)))
  bytes.set(Buffer.from(text))
  expect(decode(bytes).text).toBe(text)
})

test("decodes UTF-16 without a byte order mark as UTF-8", () => {
  expect(decode(utf16.subarray(0, 8)).text).toBe('{\0"\0w\0e\0')
})

test.each([
  ["little-endian", Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0)],
  ["big-endian", Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x7b)],
])("names UTF-32, %s, although its byte order mark begins like that of UTF-16", (_, bytes) => {
  expect(decode(bytes)).toEqual({ encoding: "UTF-32" })
})

test.each([0xff, 0xfe])("does not treat the single byte %d as a byte order mark", byte => {
  expect(decode(Uint8Array.of(byte, 0x7b, 0x7d))).toEqual({})
})
