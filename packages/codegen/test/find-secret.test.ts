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

test("finds a secret in each encoding and in each within each other, wherever it stands", () => {
  const names = Object.keys(secretEncodings)
  const missed: string[] = []
  let count = 0
  for (let round = 0; round < 60; round++) {
    for (const outer of names) {
      for (const inner of names) {
        const secret = randomSecret()
        const encoded = secretEncodings[outer]!(secretEncodings[inner]!(Buffer.from(secret)))
        // Characters of the alphabet next to an encoding that has none of its own would make another run of it.
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

test("finds base64 in lines of which some characters are escaped, as templates for HTML escape the plus sign", () => {
  for (let round = 0; round < 1_000; round++) {
    const secret = randomSecret()
    const lines = secretEncodings["base64 in lines"]!(Buffer.from(secret)).toString("latin1")
    const marks = new RegExp(`[+/=${randomText(2, letters)}]`, "g")
    const text = lines.replace(marks, mark => `&#${mark.charCodeAt(0)};`)
    expect(findSecret(`<pre>${text}</pre>`, secret), `${secret} in ${text}`).not.toEqual([])
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
  for (const secrets of ["12345678", undefined, [{ reveal: () => "12345678" }]])
    expect(() => createSecretFinder(secrets as never)).toThrow(/must be a string.*secret\.reveal\(\)/)
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
