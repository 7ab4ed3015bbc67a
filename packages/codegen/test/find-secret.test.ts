import { randomBytes, randomInt } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createSecretFinder, findSecret } from "@client-secrets/codegen"
import {
  letters,
  randomPadding,
  randomSecret,
  randomText,
  secretEncodings,
} from "@client-secrets/conformance/secret-encodings"
import { expect, test } from "vitest"

const ascii = (text: string): Buffer => Buffer.from(text, "latin1")

test("finds a secret at any position, in each encoding and in each encoding of each", () => {
  const names = Object.keys(secretEncodings)
  const missed: string[] = []
  let count = 0
  for (let round = 0; round < 60; round++) {
    for (const outer of names) {
      for (const inner of names) {
        const secret = randomSecret()
        const encoded = secretEncodings[outer]!(secretEncodings[inner]!(Buffer.from(secret)))
        // Characters of the alphabet next to an encoding without delimiters would extend its run.
        const before = randomPadding()
        const content = Buffer.concat([before, ascii("|"), encoded, ascii("|"), randomPadding()])
        count++
        if (findSecret(content, secret).length === 0)
          missed.push(`${inner} in ${outer}: ${secret} ${encoded.toString("latin1")}`)
      }
    }
  }
  expect(missed.slice(0, 5)).toEqual([])
  expect(count).toBe(60 * names.length ** 2)
})

test("finds base64 with adjacent characters of its alphabet on both sides", () => {
  for (let round = 0; round < 2_000; round++) {
    const secret = randomSecret()
    const encoded = Buffer.concat([randomBytes(randomInt(9)), Buffer.from(secret), randomBytes(randomInt(9))])
    const text = randomText(randomInt(9), letters) + encoded.toString("base64url") + randomText(randomInt(9), letters)
    expect(findSecret(text, secret), `${secret} in ${text}`).not.toEqual([])
  }
})

test("finds a secret with any characters escaped, by any escapes of one kind", () => {
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

test("finds a reversed numeric or hexadecimal escape in any case, with any of its characters escaped", () => {
  const inAnyCase = (digits: string): string =>
    digits.replace(/[a-f]/g, digit => (randomInt(2) === 0 ? digit : digit.toUpperCase()))
  const hex = (code: number): string => inAnyCase(code.toString(16).padStart(2, "0"))
  const escapes: Readonly<Record<string, (code: number) => string>> = {
    "\\x": code => `\\x${hex(code)}`,
    "\\u": code => `\\u00${hex(code)}`,
    "\\u{}": code => `\\u{${hex(code)}}`,
    "%": code => `%${hex(code)}`,
    "&#x": code => `&#x${hex(code)};`,
    "&#": code => `&#${code};`,
    hex,
  }
  const missed: string[] = []
  for (let round = 0; round < 3_000; round++) {
    const secret = `GOCSPX-${randomText(28, `${letters}-_`)}`
    const [name, write] = Object.entries(escapes)[round % 7]!
    // In hex, every character is written this way.
    const isSparse = name !== "hex" && randomInt(2) === 0
    const always = randomInt(secret.length)
    const text = Array.from(secret, (character, index) =>
      isSparse && index !== always && randomInt(3) > 0 ? character : write(character.charCodeAt(0)),
    ).join("")
    const reversed = [...text].reverse().join("")
    const found = findSecret(`const text = "${reversed}"`, secret)
    if (found.length !== 1) missed.push(`${name}: ${secret} ${reversed}`)
  }
  expect(missed.slice(0, 3)).toEqual([])
})

test("finds non-ASCII characters in byte escapes, as Python and PHP write them, in any case", () => {
  const secret = "EXAMPLE_ÑOT_Ä_RÉAL_ŠECRET_日本"
  const escaped = Array.from(Buffer.from(secret), byte => {
    const digits = byte.toString(16).padStart(2, "0")
    return byte < 128 ? String.fromCharCode(byte) : `\\x${randomInt(2) === 0 ? digits : digits.toUpperCase()}`
  }).join("")
  expect(findSecret(`b'${escaped}'`, secret)).toEqual([{ encoding: "plain in \\-escapes", offset: 2, secret: 0 }])
  const backwards = [...escaped].reverse().join("")
  expect(findSecret(`b'${backwards}'`, secret)).toHaveLength(1)
})

test("finds base64 in lines with some escaped characters, as HTML templates escape the plus sign", () => {
  for (let round = 0; round < 1_000; round++) {
    const secret = randomSecret()
    const lines = secretEncodings["base64 in lines"]!(Buffer.from(secret)).toString("latin1")
    const marks = new RegExp(`[+/=${randomText(2, letters)}]`, "g")
    const text = lines.replace(marks, mark => `&#${mark.charCodeAt(0)};`)
    expect(findSecret(`<pre>${text}</pre>`, secret), `${secret} in ${text}`).not.toEqual([])
  }
})

test("finds base64 in lines with escaped line breaks, even if the end of a line looks like a reversed escape", () => {
  let count = 0
  while (count < 300) {
    const secret = randomSecret()
    const encoded = Buffer.concat([randomBytes(randomInt(30)), Buffer.from(secret), randomBytes(randomInt(30))])
    const text = encoded.toString("base64").replace(new RegExp(`.{${randomInt(33, 77)}}(?=.)`, "g"), "$&\\n\\t")
    if (!/(?:[\da-f]{2}x|u)\\n/i.test(text)) continue
    count++
    expect(findSecret(`"${text}"`, secret), `${secret} in ${text}`).not.toEqual([])
  }
})

test("returns the encoding, the position and the index of the secret", () => {
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

test("searches for the middle of a long secret, and rejects a short one", () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${randomText(4_000, letters)}\n-----END PRIVATE KEY-----`
  expect(findSecret("-----BEGIN PRIVATE KEY-----\n", key)).toEqual([])
  expect(findSecret(JSON.stringify({ key }), key)).toHaveLength(1)
  for (const secret of ["", "1234567", undefined, 12345678])
    expect(() => findSecret("", secret as string)).toThrow(TypeError)
  for (const secrets of ["12345678", undefined, [{ reveal: () => "12345678" }]])
    expect(() => createSecretFinder(secrets as never)).toThrow(/must be a string.*secret\.reveal\(\)/)
  expect(createSecretFinder([])("anything")).toEqual([])
})

test("needs linear time if everything looks like a match", () => {
  const long = "a".repeat(2_000_000)
  for (const secret of ["aaaaaaaaaaaaaaab", "aaaaaaaa"]) findSecret(long, secret)
  findSecret("%41".repeat(600_000), "AAAAAAAB")
  findSecret("\\".repeat(1_000_000), "\\\\\\\\\\\\\\!")
  findSecret(Buffer.alloc(1_000_000), "AAAAAAAB")
  findSecret("QUFBQUFBQUFBQUFBQUFB\n".repeat(50_000), "AAAAAAAB")
})

test("finds nothing in real packages without the secret", () => {
  const find = createSecretFinder([randomSecret(), `GOCSPX-${randomText(28, letters)}`, randomText(10, letters)])
  const modules = join(import.meta.dirname, "../../../node_modules/.pnpm")
  let bytes = 0
  for (const path of filesBelow(modules)) {
    const content = readFileSync(path)
    if (content.length > 5_000_000) continue
    bytes += content.length
    expect(find(content), path).toEqual([])
    if (bytes > 100_000_000) break
  }
  expect(bytes).toBeGreaterThan(100_000_000)
}, 120_000)

/** The files of a folder, without links: Node's own recursive listing has followed them since version 22, even in circles. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}
