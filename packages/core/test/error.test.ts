import { inspect } from "node:util"
import { runInNewContext } from "node:vm"
import { describe, expect, test } from "vitest"
import { ClientSecretsError } from "../src/error.ts"

const issue = {
  code: "missing",
  message: "web.client_id: missing",
  path: ["web", "client_id"],
  hint: "Copy it",
} as const

describe("a ClientSecretsError", () => {
  test("is an Error that bears its name, code and message", () => {
    const error = new ClientSecretsError("not_found", "It is not there.")
    expect(error).toBeInstanceOf(Error)
    expect(`${error}`).toBe("ClientSecretsError: It is not there.")
    expect(error.stack).toMatch(/^ClientSecretsError: It is not there\.\n/)
    expect(Object.prototype.hasOwnProperty.call(error, "name")).toBe(false)
    expect(error.code).toBe("not_found")
  })

  test("has empty details where none were given", () => {
    const error = new ClientSecretsError("timeout", "")
    expect([error.issues, error.attempts, error.source, error.transient, error.provider, error.cause]).toEqual([
      [],
      [],
      undefined,
      false,
      undefined,
      undefined,
    ])
  })

  test("has the details that were given", () => {
    const attempts = [{ source: "environment", code: "not_found" as const }]
    const provider = { endpoint: "token" as const, error: "invalid_grant" }
    const details = { issues: [issue], attempts, provider, source: "file", transient: true }
    expect(new ClientSecretsError("invalid", "", details)).toMatchObject(details)
  })

  test("prints its code and issues", () => {
    expect(inspect(new ClientSecretsError("invalid", "One problem.", { issues: [issue] }))).toMatch(
      /One problem\.[\s\S]*code: 'invalid'[\s\S]*client_id/,
    )
  })
})

describe("ClientSecretsError.is", () => {
  test("knows its own and its heirs", () => {
    class Heir extends ClientSecretsError {}
    expect(ClientSecretsError.is(new ClientSecretsError("denied", ""))).toBe(true)
    expect(ClientSecretsError.is(new Heir("denied", ""))).toBe(true)
  })

  test("knows those of another copy of the package", async () => {
    const copy = (await import("../src/error.ts?copy" as string)) as typeof import("../src/error.ts")
    const error = new copy.ClientSecretsError("denied", "")
    expect(error instanceof ClientSecretsError).toBe(false)
    expect(ClientSecretsError.is(error)).toBe(true)
  })

  test("knows no other value, and does not throw", () => {
    const others = [
      undefined,
      null,
      0,
      "",
      Symbol("x"),
      {},
      [],
      () => {},
      new Error("x"),
      { code: "denied", issues: [] },
      runInNewContext("new Error('x')"),
    ]
    for (const other of others) expect(ClientSecretsError.is(other)).toBe(false)
    expect(ClientSecretsError.is(new Proxy({}, {}))).toBe(false)
  })
})
