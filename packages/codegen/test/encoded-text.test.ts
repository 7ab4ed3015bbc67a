import { randomBytes, randomInt } from "node:crypto"
import { randomText } from "@client-secrets/conformance/secret-encodings"
import { expect, test } from "vitest"
import { mayHoldEncodedText } from "../src/secret-search/encoded-text.ts"

const shortest = 12
const isAscii = (bytes: Uint8Array): boolean => bytes.every(byte => byte < 128)

/** Whether a run decodes to that much ASCII text from any start position: by decoding it at every position. */
function holdsEncodedText(run: string): boolean {
  return [run, [...run].reverse().join("")].some(text =>
    Array.from(text).some((_, start) => {
      const base64 = Buffer.from(text.slice(start), "base64").subarray(0, shortest)
      const hex = Buffer.from(text.slice(start), "hex").subarray(0, shortest)
      return [base64, hex].some(bytes => bytes.length === shortest && isAscii(bytes))
    }),
  )
}

const alphabets = [
  "0123456789abcdef",
  "ABCDEFabcdef",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_",
]

test("misses no base64 or hex of ASCII text, and excludes most runs that contain none", () => {
  let held = 0
  let ruledOut = 0
  for (let round = 0; round < 20_000; round++) {
    const text = randomText(randomInt(8, 20), "EXAMPLE_not a real secret.")
    const bytes = round % 2 === 0 ? Buffer.from(text) : randomBytes(text.length)
    const encoded = bytes.toString((["base64", "base64url", "hex"] as const)[round % 3])
    const noise = (): string => randomText(randomInt(12), alphabets[randomInt(alphabets.length)]!)
    const run = `${noise()}${round % 5 === 0 ? [...encoded].reverse().join("") : encoded}${noise()}`.replaceAll("=", "")
    const lines = run.replace(/.{20}/g, "$&\n")
    const isHeld = holdsEncodedText(run)
    for (const written of [run, lines]) {
      const content = Buffer.from(`"${written}"`)
      const mayHold = mayHoldEncodedText(content, 1, content.length - 1, shortest)
      if (isHeld) expect([written, mayHold]).toEqual([written, true])
      if (!isHeld && !mayHold) ruledOut++
    }
    if (isHeld) held++
  }
  expect(held).toBeGreaterThan(4_000)
  expect(ruledOut).toBeGreaterThan(10_000)
})
