import fc from "fast-check"
import { expect, test } from "vitest"
import { holdsAny } from "../src/holds-any.ts"

const secret = fc.string({ minLength: 6, maxLength: 40, unit: "grapheme-ascii" })
const text = fc.string({ maxLength: 40, unit: "grapheme-ascii" })

const everyByte = (secret: string) =>
  [...Buffer.from(secret)].map(byte => `%${byte.toString(16).padStart(2, "0")}`).join("")

const encodings: Record<string, (secret: string) => string> = {
  plain: secret => secret,
  "upper case": secret => secret.toUpperCase(),
  percent: encodeURIComponent,
  "percent, every byte": everyByte,
  "percent, twice": secret => encodeURIComponent(everyByte(secret)),
  "percent, beside a byte that is no UTF-8": secret => `%ff${everyByte(secret)}%ff`,
  base64: secret => Buffer.from(secret).toString("base64"),
  base64url: secret => Buffer.from(secret).toString("base64url"),
  "base64 after one byte": secret => Buffer.from(`:${secret}`).toString("base64"),
  "base64 after two bytes": secret => Buffer.from(`i:${secret}`).toString("base64"),
  "base64 of percent (Basic)": secret => Buffer.from(`id:${encodeURIComponent(secret)}`).toString("base64"),
}

test.each(Object.entries(encodings))("finds a secret anywhere in a text: %s", (_, encode) => {
  fc.assert(
    // One that is not behind it directly, where what follows may make an escape of both.
    fc.property(secret, text, text, (value, before, after) =>
      holdsAny(`${before} ${encode(value)}${after}`, ["other-secret", value]),
    ),
  )
})

test("finds any six characters in a row", () => {
  fc.assert(
    fc.property(secret, fc.nat(), text, (value, position, before) => {
      const start = position % (value.length - 5)
      return holdsAny(before + value.slice(start, start + 6), [value])
    }),
  )
})

test("leaves alone what only shares five", () => {
  expect(holdsAny("abcde-ghijk", ["abcdefghijk".slice(0, 5) + "XYZ"])).toBe(false)
  expect(holdsAny("Client authentication failed.", ["3m9Qz0vLx7RtWk2P"])).toBe(false)
})

test("an empty value is held by nothing", () => {
  expect(holdsAny("any text", ["", ""])).toBe(false)
})

test("a short value is looked for whole", () => {
  expect(holdsAny("is abc here", ["abc"])).toBe(true)
  expect(holdsAny("is ab here", ["abc"])).toBe(false)
  expect(holdsAny("The user has not approved yet.", ["WXYZ"])).toBe(false)
})
