import { randomBytes, randomInt } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createSecretFinder, findSecret } from "@client-secrets/codegen"
import { expect, test } from "vitest"

// Encoders of their own, on Node's APIs: none of them shares code with the finder.

type Encode = (text: Buffer) => Buffer

const ascii = (text: string): Buffer => Buffer.from(text, "latin1")
const randomText = (length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("")
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
const wrap = (text: string, width: number, lineBreak: string): string =>
  text.replace(new RegExp(`.{${width}}(?=.)`, "g"), `$&${lineBreak}`)
/** What surrounds a secret before it is encoded together with it: any bytes, so that every alignment occurs. */
const surrounded = (text: Buffer): Buffer =>
  Buffer.concat([ascii(randomText(randomInt(40), `${letters} :"`)), text, ascii(randomText(randomInt(40), letters))])
const hexBytes = (text: Buffer, before: string): Buffer => {
  const hex = text.toString("hex")
  return ascii((randomInt(2) === 0 ? hex : hex.toUpperCase()).replace(/../g, pair => before + pair))
}

const encodings: Readonly<Record<string, Encode>> = {
  plain: text => text,
  "JSON-escaped": text => Buffer.from(JSON.stringify(text.toString("utf8")).slice(1, -1).replaceAll("/", "\\/")),
  "URL-encoded": text =>
    ascii(
      [
        encodeURIComponent(text.toString("latin1")),
        encodeURIComponent(text.toString("latin1")).replace(
          /[!'()*]/g,
          mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
        ),
        encodeURIComponent(text.toString("latin1")).replace(/%../g, octet => octet.toLowerCase()),
        // Here a space becomes a plus sign: indentation would become a part of the text.
        new URLSearchParams([["", text.toString("latin1")]]).toString().slice(1),
      ][randomInt(text.includes(" ") ? 3 : 4)]!,
    ),
  "URL-encoded whole": text => hexBytes(text, "%"),
  reversed: text => Buffer.from(text).reverse(),
  hex: text => hexBytes(text, ""),
  "\\x": text => hexBytes(text, "\\x"),
  "\\u": text => hexBytes(text, "\\u00"),
  "UTF-16LE": text => Buffer.from(text.toString("latin1"), "utf16le"),
  "UTF-16BE": text => Buffer.from(text.toString("latin1"), "utf16le").swap16(),
  base64: text => ascii(surrounded(text).toString("base64")),
  base64url: text => ascii(surrounded(text).toString("base64url")),
  "base64 in lines": text =>
    ascii(
      wrap(surrounded(text).toString("base64"), [64, 76, 40][randomInt(3)]!, ["\n", "\r\n", "\n  "][randomInt(3)]!),
    ),
  "base64url in lines": text => ascii(wrap(surrounded(text).toString("base64url"), 64, "\n\t")),
}

/** A secret of any printable ASCII, as RFC 6749 has it (VSCHAR), or of the alphabet that Google uses. */
const randomSecret = (): string => {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("")
  return randomInt(2) === 0
    ? `GOCSPX-${randomText(28, `${letters}-_`)}`
    : randomText(8 + randomInt(60), randomInt(2) === 0 ? printable : letters)
}

const padding = (): Buffer =>
  [
    ascii(" some text, { } ;\n"),
    ascii(`const ${randomText(randomInt(30), letters)} = "`),
    randomBytes(randomInt(64)),
    ascii(`"mappings":"${randomText(randomInt(80), `${letters};,`)}" `),
    Buffer.alloc(randomInt(9)),
  ][randomInt(5)]!

test("finds a secret in each encoding and in each within each other, wherever it stands", () => {
  const names = Object.keys(encodings)
  const missed: string[] = []
  let count = 0
  for (let round = 0; round < 60; round++) {
    for (const outer of names) {
      for (const inner of names) {
        // A text in lines has no second spelling backwards: its lines begin with the last and shortest one.
        if (outer === "reversed" && inner.endsWith("in lines")) continue
        const secret = randomSecret()
        const encoded = encodings[outer]!(encodings[inner]!(Buffer.from(secret)))
        // Characters of the alphabet next to an encoding that has none of its own would make another run of it.
        const before = padding()
        const content = Buffer.concat([before, ascii("|"), encoded, ascii("|"), padding()])
        count++
        if (findSecret(content, secret).length === 0)
          missed.push(`${inner} in ${outer}: ${secret} ${encoded.toString("latin1")}`)
      }
    }
  }
  expect(missed.slice(0, 5)).toEqual([])
  expect(count).toBe(60 * (names.length ** 2 - 2))
})

test("finds base64 that runs on into other characters of its alphabet, on both sides", () => {
  for (let round = 0; round < 2_000; round++) {
    const secret = randomSecret()
    const encoded = Buffer.concat([randomBytes(randomInt(9)), Buffer.from(secret), randomBytes(randomInt(9))])
    const text = randomText(randomInt(9), letters) + encoded.toString("base64url") + randomText(randomInt(9), letters)
    expect(findSecret(text, secret), `${secret} in ${text}`).not.toEqual([])
  }
})

test("finds a secret of which any characters are escaped, in any way of one kind", () => {
  const kinds: readonly (readonly ((code: number) => string)[])[] = [
    [
      code => `\\u${code.toString(16).padStart(4, "0")}`,
      code => `\\u{${code.toString(16).toUpperCase()}}`,
      code => `\\x${code.toString(16).padStart(2, "0")}`,
    ],
    [code => `%${code.toString(16).padStart(2, "0")}`, code => `%${code.toString(16).padStart(2, "0").toUpperCase()}`],
    [code => `&#${code};`, code => `&#x${code.toString(16)};`, code => `&#X00${code.toString(16).toUpperCase()};`],
  ]
  for (let round = 0; round < 2_000; round++) {
    const secret = `GOCSPX-${randomText(28, `${letters}-_`)}`
    const ways = kinds[round % kinds.length]!
    const share = randomInt(1, 5)
    const text = secret.replace(/./g, character =>
      randomInt(4) < share ? ways[randomInt(ways.length)]!(character.charCodeAt(0)) : character,
    )
    expect(findSecret(`"${text}"`, secret), text).not.toEqual([])
  }
})

test("says how and where, and which", () => {
  const first = "EXAMPLE_NOT_A_REAL_SECRET"
  const second = "another/EXAMPLE+NOT=REAL"
  const find = createSecretFinder([first, second])
  expect(find(`one ${first}, two ${second}, one ${first}`)).toEqual([
    { encoding: "plain", offset: 4, secret: 0 },
    { encoding: "plain", offset: 35, secret: 1 },
    { encoding: "plain", offset: 65, secret: 0 },
  ])
  const base64 = Buffer.from(`${first}`).toString("base64")
  expect(find(`é ${base64}`)).toEqual([{ encoding: "base64", offset: 3, secret: 0 }])
  expect(find(`  ${Buffer.from(base64).toString("hex")}`)).toEqual([
    { encoding: "base64 in hex", offset: 2, secret: 0 },
  ])
  const escaped = first.replace("N", "\\x4e")
  expect(find(`\\u0020 ${escaped}`)).toEqual([{ encoding: "plain in \\-escapes", offset: 7, secret: 0 }])
  expect(find(encodeURIComponent(second))).toEqual([{ encoding: "URL-encoded", offset: 0, secret: 1 }])
  expect(find(Buffer.from(second, "utf16le"))).toEqual([{ encoding: "UTF-16", offset: 0, secret: 1 }])
  expect(find("nothing here")).toEqual([])
})

test("searches for the middle of a long secret, and refuses a short one", () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${randomText(4_000, letters)}\n-----END PRIVATE KEY-----`
  expect(findSecret("-----BEGIN PRIVATE KEY-----\n", key)).toEqual([])
  expect(findSecret(JSON.stringify({ key }), key)).toHaveLength(1)
  for (const secret of ["", "1234567", undefined, 12345678])
    expect(() => findSecret("", secret as string)).toThrow(TypeError)
  expect(createSecretFinder([])("anything")).toEqual([])
})

test("answers in linear time where everything looks like a match", () => {
  const long = "a".repeat(2_000_000)
  for (const secret of ["aaaaaaaaaaaaaaab", "aaaaaaaa"]) findSecret(long, secret)
  findSecret("%41".repeat(600_000), "AAAAAAAB")
  findSecret("\\".repeat(1_000_000), "\\\\\\\\\\\\\\!")
  findSecret(Buffer.alloc(1_000_000), "AAAAAAAB")
  findSecret("QUFBQUFBQUFBQUFBQUFB\n".repeat(50_000), "AAAAAAAB")
})

test("finds nothing in real packages that do not hold it", () => {
  const find = createSecretFinder([randomSecret(), `GOCSPX-${randomText(28, letters)}`, randomText(10, letters)])
  const modules = join(import.meta.dirname, "../../../node_modules/.pnpm")
  let bytes = 0
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const content = readFileSync(join(entry.parentPath, entry.name))
    if (content.length > 5_000_000) continue
    bytes += content.length
    expect(find(content), join(entry.parentPath, entry.name)).toEqual([])
    if (bytes > 100_000_000) break
  }
  expect(bytes).toBeGreaterThan(100_000_000)
}, 120_000)
