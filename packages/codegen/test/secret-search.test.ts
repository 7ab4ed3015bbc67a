import { randomInt } from "node:crypto"
import { findSecret } from "@client-secrets/codegen"
import { randomPadding, randomSecret, secretEncodings } from "@client-secrets/conformance/secret-encodings"
import { expect, test } from "vitest"
import { holdsSecret } from "./plain-secret-search.ts"

const names = Object.keys(secretEncodings)

/** A text that holds a secret in one encoding within another, or nearly: then one character of it is another one. */
function randomContent(secret: string, isDamaged: boolean): string {
  const [inner, outer] = [names[randomInt(names.length)]!, names[randomInt(names.length)]!]
  // Not its first or last one, of which base64 at a boundary fixes only some bits.
  const index = randomInt(1, secret.length - 1)
  const other = secret[index] === "A" ? "B" : "A"
  const hidden = isDamaged ? `${secret.slice(0, index)}${other}${secret.slice(index + 1)}` : secret
  const encoded = secretEncodings[outer]!(secretEncodings[inner]!(Buffer.from(hidden)))
  return `${randomPadding().toString("latin1")}|${encoded.toString("latin1")}|${randomPadding().toString("latin1")}`
}

test("finds what the plain search finds, and nothing that it does not find", () => {
  const differing: string[] = []
  const found = [0, 0]
  for (let round = 0; round < 1_500; round++) {
    // Of a longer one, only the middle is looked for.
    const secret = randomSecret().slice(0, 64)
    const isDamaged = round % 2 === 1
    const content = randomContent(secret, isDamaged)
    const isFound = findSecret(Buffer.from(content, "latin1"), secret).length > 0
    if (isFound) found[round % 2]!++
    if (holdsSecret(content, secret, 2) && !isFound) differing.push(`missed: ${secret} ${JSON.stringify(content)}`)
    // One encoding more, since the real search looks for fixed spellings within two layers.
    if (isFound && !holdsSecret(content, secret, 3)) differing.push(`invented: ${secret} ${JSON.stringify(content)}`)
  }
  expect(differing.slice(0, 3)).toEqual([])
  expect(found[0]).toBeGreaterThan(700)
  expect(found[1]).toBe(0)
})
