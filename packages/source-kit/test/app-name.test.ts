import { expect, test } from "vitest"
import { isAppName } from "../src/app-name.ts"

test.each(["my-program", "a", "@scope", "a.b_c-1", "A".repeat(64)])("%j can be the name of a program", name => {
  expect(isAppName(name)).toBe(true)
})

test.each([
  "",
  ".",
  "..",
  ".hidden",
  "-x",
  "a/b",
  "a\\b",
  "a\0",
  "a b",
  "ends.",
  "\u00e9",
  "a".repeat(65),
  undefined,
  7,
  {},
])("%j cannot be the name of a program", name => {
  expect(isAppName(name)).toBe(false)
})
