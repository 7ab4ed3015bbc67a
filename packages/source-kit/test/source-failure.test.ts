import { expect, test } from "vitest"
import { isSourceFailure, sourceFailure } from "../src/index.ts"

test("only what sourceFailure made is a source's failure", () => {
  expect(isSourceFailure(sourceFailure("denied", "The vault refused the token."))).toBe(true)
  expect(isSourceFailure(Object.assign(new Error("x"), { code: "denied" }))).toBe(false)
})

test("a proxy that throws is not one, and is examined without an error", () => {
  const { proxy, revoke } = Proxy.revocable(new Error(), {})
  revoke()
  expect(isSourceFailure(proxy)).toBe(false)
})
