import { expect, test } from "vitest"
import { freshSecret } from "../../conformance/src/leaks.ts"
import { decodeCarriage, explainCarriage, recognizeCredential } from "../src/index.ts"

const text = JSON.stringify({ web: { client_id: "example.apps.googleusercontent.com", redirect_uris: [] } })
const base64 = (value: string) => Buffer.from(value).toString("base64")
const decoded = (value: string) => decodeCarriage(value)?.text
// Characters that differ between the two alphabets: "?" and ">" become "/" and "+" at the right places.
const odd = JSON.stringify({ web: { client_secret: "???>>>???>>>~~~" } })

test.each([
  ["base64", base64(text)],
  ["base64 without its padding", base64(text).replace(/=+$/, "")],
  ["base64 in lines", Buffer.from(text).toString("base64url")],
  ["base64 in Windows' lines", base64(text).replace(/.{76}/g, "$&\n")],
  ["base64 wrapped in Windows' lines", `${base64(text).replace(/.{64}/g, "$&\r\n")}\r\n`],
  ["base64 with white space around it", ` ${base64(text)}\n`],
])("decodes %s", (_, value) => {
  expect(decodeCarriage(value)).toEqual({ text, isBase64: true })
})

test("decodes both alphabets", () => {
  expect(base64(odd)).toMatch(/[+/]/)
  expect(decoded(base64(odd))).toBe(odd)
  expect(Buffer.from(odd).toString("base64url")).toMatch(/[-_]/)
  expect(decoded(Buffer.from(odd).toString("base64url"))).toBe(odd)
})

test("decodes indented text, a byte order mark and PowerShell's UTF-16, also without a byte order mark", () => {
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
  ["base64 that was truncated within a group", base64(text).slice(0, 5)],
  ["the first line of base64", base64(text).slice(0, 76)],
  ["a JWT", `${base64(text)}.${base64(text)}.EXAMPLE`],
  ["a string with an = in the middle", "eyJ3=ZWIi"],
  ["words", "to be set by the administrator"],
  ["much white space", `a${" ".repeat(100_000)}{`],
  ["many lines", `a${"\n ".repeat(100_000)}{`],
  ["a path", "/run/secrets/client_secrets.json"],
])("does not decode %s", (_, value) => {
  expect(decodeCarriage(value)).toBeUndefined()
})

test("does not decode a bare secret, even one whose base64 begins with a brace and a quote", () => {
  for (let round = 0; round < 20_000; round++) {
    const random = freshSecret()
    for (const secret of [random, `eyI${random.slice(3)}`, `{${random}`, `{"${random}"}`, `R09DU1BY${random}`]) {
      expect(decodeCarriage(secret)?.text ?? secret).toBe(secret)
      expect(recognizeCredential(secret)).toBeUndefined()
    }
  }
})

const secret = "GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"
const id = "1234567890-example.apps.googleusercontent.com"
const pretty = JSON.stringify(JSON.parse(text), null, 2)

test.each<[name: string, value: string, want: ReturnType<typeof recognizeCredential>]>([
  ["a whole file", text, { holds: "a whole client file", isBase64: false }],
  ["a whole file in lines", pretty, { holds: "a whole client file", isBase64: false }],
  ["a truncated file", text.slice(0, 30), { holds: "a whole client file", isBase64: false }],
  ["a file with escaped quotes", text.replaceAll('"', '\\"'), { holds: "a whole client file", isBase64: false }],
  ["a file without its quotes", text.replaceAll('"', ""), { holds: "a whole client file", isBase64: false }],
  ["the inside of a file", '{"client_id":"x"}', { holds: "a whole client file", isBase64: false }],
  ["a file in base64", base64(text), { holds: "a whole client file", isBase64: true }],
  [
    "a file in folded base64",
    base64(pretty).replace(/.{76}/g, "$&\n"),
    { holds: "a whole client file", isBase64: true },
  ],
  ["the first line of a file in base64", base64(text).slice(0, 76), { holds: "a whole client file", isBase64: true }],
  [
    "a file in base64 of UTF-16",
    Buffer.from(text, "utf16le").toString("base64"),
    { holds: "a whole client file", isBase64: true },
  ],
  ["a file in base64 twice", base64(base64(text)), { holds: "a whole client file", isBase64: true }],
  ["a secret in base64", base64(secret), { holds: "a client secret", isBase64: true }],
  ["a secret and a line break in base64", base64(`${secret}\n`), { holds: "a client secret", isBase64: true }],
  ["a secret in base64 twice", base64(base64(secret)), { holds: "a client secret", isBase64: true }],
  ["a client id in base64", base64(id), { holds: "a client id", isBase64: true }],
  ["a secret", secret, undefined],
  ["a client id", id, undefined],
  ["base64 of something else", base64("something else that is text"), undefined],
  ["a JWT", `${base64('{"alg":"ES256"}')}.${base64('{"iss":"x"}')}.x`, undefined],
  ["a template", "{{web}}", undefined],
  ["nothing", "", undefined],
])("recognizes what replaces a client id or secret: %s", (_, value, want) => {
  expect(recognizeCredential(value)).toEqual(want)
})

test("the remedy for damage depends on the carrier; what the parser reports itself is not repeated", () => {
  expect(explainCarriage("{", "variable").damage).toEqual({
    what: "Only the first brace arrived: a line break or a quote ended the value.",
    remedy: "In a .env file put the value in single quotes, or use base64.",
  })
  expect(explainCarriage("{", "store").damage?.remedy).toMatch(/^Store the file again/)
  expect(explainCarriage(text.slice(0, 30), "variable")).toEqual({
    damage: {
      what: undefined,
      remedy: "In a .env file `#` begins a comment, and an apostrophe ends single quotes. Use base64.",
    },
  })
  expect(explainCarriage(text.slice(0, 30), "store")).toEqual({})
  expect(explainCarriage(text, "variable")).toEqual({})
})
