import { afterEach, expect, test } from "vitest"
import { ownOptions } from "../src/index.ts"

const shared = Object.prototype as { maxBytes?: number }

afterEach(() => {
  delete shared.maxBytes
})

test("options are own properties alone", () => {
  shared.maxBytes = 1
  expect(ownOptions<{ maxBytes?: number }>({}).maxBytes).toBeUndefined()
  expect(ownOptions<{ maxBytes?: number }>(undefined).maxBytes).toBeUndefined()
  expect(ownOptions({ maxBytes: 2 }).maxBytes).toBe(2)
})

test.each([null, "text", 1, () => ({})])("%s is no options object", value => {
  expect(() => ownOptions(value as never)).toThrow(TypeError)
})
