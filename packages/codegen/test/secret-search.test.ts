import { randomInt } from "node:crypto"
import { findSecret } from "@client-secrets/codegen"
import { randomPadding, randomSecret, secretEncodings } from "@client-secrets/conformance/secret-encodings"
import { expect, test } from "vitest"
import { holdsSecret } from "./plain-secret-search.ts"

const names = Object.keys(secretEncodings)

/** A text with a secret in one encoding within another, or almost: then one of its characters is different. */
function randomContent(secret: string, isDamaged: boolean): string {
  const [inner, outer] = [names[randomInt(names.length)]!, names[randomInt(names.length)]!]
  // Not the first or last character, of which base64 at a boundary determines only some bits.
  const index = randomInt(1, secret.length - 1)
  const other = secret[index] === "A" ? "B" : "A"
  const hidden = isDamaged ? `${secret.slice(0, index)}${other}${secret.slice(index + 1)}` : secret
  const encoded = secretEncodings[outer]!(secretEncodings[inner]!(Buffer.from(hidden)))
  return `${randomPadding().toString("latin1")}|${encoded.toString("latin1")}|${randomPadding().toString("latin1")}`
}

test("finds exactly what the plain search finds", () => {
  const differing: string[] = []
  const found = [0, 0]
  for (let round = 0; round < 1_500; round++) {
    // Only the middle of a longer one is searched.
    const secret = randomSecret().slice(0, 64)
    const isDamaged = round % 2 === 1
    const content = randomContent(secret, isDamaged)
    const isFound = findSecret(Buffer.from(content, "latin1"), secret).length > 0
    if (isFound) found[round % 2]!++
    if (holdsSecret(content, secret, 2) && !isFound) differing.push(`missed: ${secret} ${JSON.stringify(content)}`)
    // One more encoding, since the real search looks for fixed spellings within two layers.
    if (isFound && !holdsSecret(content, secret, 3)) differing.push(`invented: ${secret} ${JSON.stringify(content)}`)
  }
  expect(differing.slice(0, 3)).toEqual([])
  expect(found[0]).toBeGreaterThan(700)
  expect(found[1]).toBe(0)
})
