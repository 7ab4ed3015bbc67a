import { expect, test } from "vitest"
import { ClientSecretsError } from "../src/error.ts"

test("is known by its mark, also where it is of another copy of the package", () => {
  const error = new ClientSecretsError("denied", "no")
  expect(ClientSecretsError.is(error)).toBe(true)
  const ofAnotherCopy = { [Symbol.for("client-secrets.ClientSecretsError")]: true }
  expect(ClientSecretsError.is(ofAnotherCopy)).toBe(true)
  const refuse = () => {
    throw new Error("boom")
  }
  for (const value of [undefined, null, 1, "text", {}, new Error("no"), new Proxy({}, { get: refuse, has: refuse })]) {
    expect(ClientSecretsError.is(value)).toBe(false)
  }
})

test("has every part, also where nothing was said about it", () => {
  expect({ ...new ClientSecretsError("denied", "no") }).toEqual({
    code: "denied",
    issues: [],
    source: undefined,
    transient: false,
    attempts: [],
    retryAfterMs: 0,
    provider: undefined,
  })
  const error = new ClientSecretsError("throttled", "later", { source: "store", transient: true, retryAfterMs: 20 })
  expect(error).toMatchObject({ name: "ClientSecretsError", source: "store", transient: true, retryAfterMs: 20 })
})
