import { freshSecret } from "@client-secrets/conformance"
import { expect, test } from "vitest"
import { decodeValue } from "../src/decode-value.ts"
import { base64, text } from "./example.ts"

const decoded = (value: string) => {
  const content = decodeValue(value)
  return typeof content === "string" ? content : Buffer.from(content).toString()
}
// Characters that differ between the two alphabets: "?" and ">" give "/" and "+" at the right places.
const odd = JSON.stringify({ web: { client_secret: "???>>>???>>>~~~" } })

test.each([
  ["base64", base64(text)],
  ["base64 without its padding", base64(text).replace(/=+$/, "")],
  ["base64url", Buffer.from(text).toString("base64url")],
  ["base64 wrapped in lines", base64(text).replace(/.{76}/g, "$&\n")],
  ["base64 wrapped in Windows' lines", `${base64(text).replace(/.{64}/g, "$&\r\n")}\r\n`],
  ["base64 with white space around it", ` ${base64(text)}\n`],
])("%s is decoded", (_, value) => {
  expect(decodeValue(value)).toBeInstanceOf(Uint8Array)
  expect(decoded(value)).toBe(text)
})

test("both alphabets are decoded", () => {
  expect(base64(odd)).toMatch(/[+/]/)
  expect(decoded(base64(odd))).toBe(odd)
  expect(Buffer.from(odd).toString("base64url")).toMatch(/[-_]/)
  expect(decoded(Buffer.from(odd).toString("base64url"))).toBe(odd)
})

test("indented text, a byte order mark and PowerShell's UTF-16 are bytes for the parser", () => {
  const indented = JSON.stringify(JSON.parse(text), null, 2)
  expect(decoded(base64(indented))).toBe(indented)
  expect(decoded(base64(`\ufeff${text}`))).toBe(`\ufeff${text}`)
  const bigEndian = Buffer.from(`\ufeff${indented}`, "utf16le").swap16()
  expect(Buffer.from(decodeValue(bigEndian.toString("base64")) as Uint8Array)).toEqual(bigEndian)
  const utf16 = Buffer.from(`\ufeff${indented}`, "utf16le")
  expect(Buffer.from(decodeValue(utf16.toString("base64")) as Uint8Array)).toEqual(utf16)
})

test.each([
  ["JSON", text],
  ["nothing", ""],
  ["base64 of something else", base64("something else")],
  ["base64 of a list", base64('["a"]')],
  ["base64 that was cut within a group", base64(text).slice(0, 5)],
  ["text with an = in its middle", "eyJ3=ZWIi"],
  ["words", "to be set by the administrator"],
  ["much white space", `a${" ".repeat(100_000)}{`],
  ["many lines", `a${"\n ".repeat(100_000)}{`],
  ["a path", "/run/secrets/client_secrets.json"],
])("%s is left as it is", (_, value) => {
  expect(decodeValue(value)).toBe(value)
})

test("a bare secret is left as it is, also one that decodes to a brace and a quote", () => {
  for (let round = 0; round < 20_000; round++) {
    const secret = `eyI${freshSecret().slice(3)}`
    expect(decodeValue(secret)).toBe(secret)
  }
  for (let round = 0; round < 20_000; round++) {
    const secret = freshSecret()
    expect(decodeValue(secret)).toBe(secret)
  }
})
