import { afterEach, expect, test } from "vitest"
import { ownOptions } from "../src/index.ts"

const shared = Object.prototype as { maxBytes?: number }

afterEach(() => {
  delete shared.maxBytes
})

test("returns own properties only", () => {
  shared.maxBytes = 1
  expect(ownOptions<{ maxBytes?: number }>({}).maxBytes).toBeUndefined()
  expect(ownOptions<{ maxBytes?: number }>(undefined).maxBytes).toBeUndefined()
  expect(ownOptions({ maxBytes: 2 }).maxBytes).toBe(2)
})

test.each([
  [null, "null"],
  ["text", "a string"],
  [1, "a number"],
  [() => ({}), "a function"],
  [["text"], "an array"],
  [true, "a boolean"],
])("rejects %s as options, and the message says what it is", (value, received) => {
  expect(() => ownOptions(value as never)).toThrow(
    new TypeError(`The options must be an object; received ${received}.`),
  )
})
