import { freshSecret } from "@client-secrets/conformance"
import { expect, test } from "vitest"
import { decodeCarriage, isEncodedDocument } from "../src/carriage/index.ts"

const text = JSON.stringify({ web: { client_id: "example.apps.googleusercontent.com", redirect_uris: [] } })
const base64 = (value: string) => Buffer.from(value).toString("base64")
const decoded = (value: string) => decodeCarriage(value)?.text
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
  expect(decodeCarriage(value)).toEqual({ text, isBase64: true })
})

test("both alphabets are decoded", () => {
  expect(base64(odd)).toMatch(/[+/]/)
  expect(decoded(base64(odd))).toBe(odd)
  expect(Buffer.from(odd).toString("base64url")).toMatch(/[-_]/)
  expect(decoded(Buffer.from(odd).toString("base64url"))).toBe(odd)
})

test("indented text, a byte order mark and PowerShell's UTF-16, also without a mark, are decoded", () => {
  const indented = JSON.stringify(JSON.parse(text), null, 2)
  expect(decoded(base64(indented))).toBe(indented)
  expect(decoded(base64(`\ufeff${text}`))).toBe(text)
  for (const value of [indented, `\ufeff${indented}`]) {
    const utf16 = Buffer.from(value, "utf16le")
    expect(decoded(utf16.toString("base64"))).toBe(indented)
    expect(decodeCarriage(utf16)).toEqual({ text: indented, isBase64: false })
    expect(decoded(utf16.swap16().toString("base64"))).toBe(indented)
  }
})

test.each([
  ["nothing", ""],
  ["base64 of something else", base64("something else")],
  ["base64 of a list", base64('["a"]')],
  ["base64 that was cut within a group", base64(text).slice(0, 5)],
  ["the first line of base64", base64(text).slice(0, 76)],
  ["a JWT", `${base64(text)}.${base64(text)}.EXAMPLE`],
  ["text with an = in its middle", "eyJ3=ZWIi"],
  ["words", "to be set by the administrator"],
  ["much white space", `a${" ".repeat(100_000)}{`],
  ["many lines", `a${"\n ".repeat(100_000)}{`],
  ["a path", "/run/secrets/client_secrets.json"],
])("%s is left as it is", (_, value) => {
  expect(decodeCarriage(value)).toBeUndefined()
})

test("a bare secret is left as it is, also one that decodes to a brace and a quote", () => {
  for (let round = 0; round < 20_000; round++) {
    const secret = `eyI${freshSecret().slice(3)}`
    expect(decodeCarriage(secret)).toBeUndefined()
    expect(isEncodedDocument(secret)).toBe(false)
  }
  for (let round = 0; round < 20_000; round++) {
    const secret = freshSecret()
    expect(decodeCarriage(secret)).toBeUndefined()
    expect(isEncodedDocument(secret)).toBe(false)
  }
})
