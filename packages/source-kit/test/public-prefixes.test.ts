import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { publicPrefixes } from "../src/public-prefixes.ts"

test("the prefixes are those in the contract", () => {
  const contract = readFileSync(new URL("../../../docs/security.md", import.meta.url), "utf8")
  const listed = /under a public prefix are refused: ([^.]*)\./.exec(contract)?.[1]
  expect([...(listed ?? "").matchAll(/`(\w+)`/g)].map(([, prefix]) => prefix)).toEqual(publicPrefixes)
})
