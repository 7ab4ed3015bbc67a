import { inspect } from "node:util"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import { ClientSecretsError } from "../src/error.ts"

test("ClientSecretsError.is() goes by the mark, also on an error of another copy of the package", () => {
  const error = new ClientSecretsError("denied", "no")
  expect(ClientSecretsError.is(error)).toBe(true)
  const ofAnotherCopy = { [Symbol.for("client-secrets.ClientSecretsError")]: true }
  expect(ClientSecretsError.is(ofAnotherCopy)).toBe(true)
  const refuse = () => {
    throw new Error("boom")
  }
  const others = [undefined, null, 1, "text", Symbol("x"), {}, [], () => {}, { code: "denied", issues: [] }]
  const errors = [new Error("no"), runInNewContext("new Error('no')"), new Proxy({}, { get: refuse, has: refuse })]
  for (const value of [...others, ...errors]) expect(ClientSecretsError.is(value)).toBe(false)
})

test("ClientSecretsError.is() recognizes an error of another copy of the package, which instanceof does not", async () => {
  const copy = (await import("../src/error.ts?copy" as string)) as typeof import("../src/error.ts")
  const error = new copy.ClientSecretsError("denied", "no")
  expect(error instanceof ClientSecretsError).toBe(false)
  expect(ClientSecretsError.is(error)).toBe(true)
  expect(ClientSecretsError.is(new (class extends ClientSecretsError {})("denied", "no"))).toBe(true)
})

test("an error is an Error and prints its name, message, code and issues", () => {
  const issue = {
    code: "missing",
    severity: "error",
    message: "client_id is missing.",
    path: ["web", "client_id"],
    hint: "Copy it",
  } as const
  const error = new ClientSecretsError("invalid", "One problem.", { issues: [issue] })
  expect(error).toBeInstanceOf(Error)
  expect(`${error}`).toBe("ClientSecretsError: One problem.")
  expect(error.stack).toMatch(/^ClientSecretsError: One problem\.\n/)
  expect(error.cause).toBeUndefined()
  expect(inspect(error)).toMatch(/One problem\.[\s\S]*code: 'invalid'[\s\S]*client_id/)
})

test("an error has every property, with its default where none was passed", () => {
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
