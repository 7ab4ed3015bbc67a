import { expect, test } from "vitest"
import { ownProperties } from "../src/platform.ts"

test("ignores inherited properties", () => {
  expect(ownProperties(Object.create({ inherited: true })).inherited).toBeUndefined()
  expect("toString" in ownProperties({ own: 1 })).toBe(false)
  expect(ownProperties({ own: 1 }).own).toBe(1)
})
