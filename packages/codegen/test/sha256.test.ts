import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { sha256 } from "../src/sha256.ts"

test("is SHA-256, for every length of the last block", () => {
  for (let length = 0; length < 300; length++) {
    const text = "é".repeat(length % 3) + "a".repeat(length)
    expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"))
  }
  const long = "\u{1f511}".repeat(300_000)
  expect(sha256(long)).toBe(createHash("sha256").update(long).digest("hex"))
})
