import fc from "fast-check"
import { expect, test } from "vitest"
import { repeatsSecret } from "../src/http/repeats-secret.ts"

const secret = fc.string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" })
const text = fc.string({ maxLength: 40, unit: "grapheme-ascii" })

const everyByte = (secret: string) =>
  [...Buffer.from(secret)].map(byte => `%${byte.toString(16).padStart(2, "0")}`).join("")

const encodings: Record<string, (secret: string) => string> = {
  plain: secret => secret,
  "upper case": secret => secret.toUpperCase(),
  percent: encodeURIComponent,
  "percent, every byte": everyByte,
  "percent, twice": secret => encodeURIComponent(everyByte(secret)),
  "percent, next to a byte that is not UTF-8": secret => `%ff${everyByte(secret)}%ff`,
  base64: secret => Buffer.from(secret).toString("base64"),
  base64url: secret => Buffer.from(secret).toString("base64url"),
  "base64 after one byte": secret => Buffer.from(`:${secret}`).toString("base64"),
  "base64 after two bytes": secret => Buffer.from(`i:${secret}`).toString("base64"),
  "base64 of percent (Basic)": secret => Buffer.from(`id:${encodeURIComponent(secret)}`).toString("base64"),
}

test.each(Object.entries(encodings))("finds a secret anywhere in a text: %s", (_, encode) => {
  fc.assert(
    // Not directly after the secret, where the next characters could form an escape with it.
    fc.property(secret, text, text, (value, before, after) =>
      repeatsSecret(`${before} ${encode(value)}${after}`, ["other-secret", value]),
    ),
  )
})

test("finds base64url, whatever characters distinguish it from base64", () => {
  // Pz8_Pj4-Pz8_Pj4-: no eight characters without one of them.
  const value = "???>>>".repeat(4)
  const encoded = Buffer.from(value).toString("base64url")
  expect(encoded).toMatch(/^(Pz8_Pj4-)+$/)
  expect(repeatsSecret(encoded, [value])).toBe(true)
})

test("finds any eight consecutive characters", () => {
  fc.assert(
    fc.property(secret, fc.nat(), text, (value, position, before) => {
      const start = position % (value.length - 7)
      return repeatsSecret(before + value.slice(start, start + 8), [value])
    }),
  )
})

test("does not report a text that shares only seven", () => {
  expect(repeatsSecret("abcdefg-hijk", ["abcdefgXYZ"])).toBe(false)
  expect(repeatsSecret("Client authentication failed.", ["3m9Qz0vLx7RtWk2P"])).toBe(false)
})

test("does not search for a value with fewer than eight characters, which could be part of ordinary words", () => {
  expect(repeatsSecret("any text", ["", "a", "any tex"])).toBe(false)
})
