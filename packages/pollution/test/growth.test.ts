import { describe, expect, test } from "vitest"
import { findExpressions, findGrowth } from "../src/expressions.ts"

const packages = [
  "aws-secrets-manager",
  "cli",
  "codegen",
  "core",
  "env",
  "fetch",
  "file",
  "keychain",
  "oauth",
  "source-kit",
]

// Text of a stranger (a file, an answer, a name) must not stop the process: whoever listened on a port did so for 34 seconds.
describe("no regular expression takes a time that grows with the square of its input", () => {
  test.each(packages)("%s", { timeout: 300_000 }, name => {
    const grown = findExpressions([name])
      .map(found => [found.name, findGrowth(found)] as const)
      .filter(([, texts]) => texts.length > 0)
    expect(grown).toEqual([])
  })
})

test("growth is found where there is some", () => {
  expect(findGrowth({ name: "", expression: /\s+$/ }).length).toBeGreaterThan(0)
  expect(findGrowth({ name: "", expression: /^\s*$/ })).toEqual([])
})

test("literals are found", () => {
  expect(findExpressions(["core"]).length).toBeGreaterThan(10)
})
