import { inspect } from "node:util"
import { expect, test } from "vitest"
import { findLeaks, freshSecret } from "../../../conformance/src/leaks.ts"
import { ClientSecretsError } from "../../src/error.ts"
import { readFailure } from "../../src/source/read-failure.ts"

const hintSymbol = Symbol.for("client-secrets.hint")

function failureOf(thrown: unknown): ClientSecretsError {
  return readFailure(thrown, "store", [{ source: "first", code: "not_found" }])
}

test.each([
  [{ code: "denied" }, "denied", false, "store: denied."],
  [{ code: "not_found" }, "not_found", false, "store: not found."],
  [{ code: "revoked" }, "revoked", false, "store: revoked."],
  [{ code: "throttled" }, "throttled", true, "store: throttled."],
  [{ code: "timeout" }, "timeout", true, "store: timeout."],
  [{ code: "unavailable" }, "unavailable", true, "store: unavailable."],
  [{ code: "aborted" }, "aborted", true, "store: aborted."],
  [{ code: "untrusted_location" }, "untrusted_location", false, "store: untrusted location."],
  [{ code: "invalid" }, "invalid", false, "store: invalid."],
  [{ code: "unavailable", transient: false }, "unavailable", false, "store: unavailable."],
  [{ code: "denied", transient: true }, "denied", true, "store: denied."],
  [{ code: "ENOENT" }, "not_found", false, "store: not found (ENOENT)."],
  [{ code: "EACCES" }, "denied", false, "store: denied (EACCES)."],
  [{ code: "EPERM" }, "denied", false, "store: denied (EPERM)."],
  [{ name: "NotCapable" }, "denied", false, "store: denied."],
  [{ code: "ETIMEDOUT" }, "timeout", true, "store: timeout (ETIMEDOUT)."],
  [{ code: 23, name: "TimeoutError" }, "timeout", true, "store: timeout."],
  [{ code: 20, name: "AbortError" }, "aborted", true, "store: aborted."],
  [{ code: "ECONNREFUSED" }, "unavailable", true, "store: unavailable (ECONNREFUSED)."],
  [{ code: "ECONNRESET" }, "unavailable", true, "store: unavailable (ECONNRESET)."],
  [{ code: "EAI_AGAIN" }, "unavailable", true, "store: unavailable (EAI_AGAIN)."],
  [{ code: "ENOTFOUND" }, "unavailable", true, "store: unavailable (ENOTFOUND)."],
  [{ code: "EPIPE" }, "unavailable", true, "store: unavailable (EPIPE)."],
  [{ status: 400 }, "unavailable", false, "store: unavailable (status 400)."],
  [{ status: 401 }, "denied", false, "store: denied (status 401)."],
  [{ status: 403 }, "denied", false, "store: denied (status 403)."],
  [{ status: 404 }, "not_found", false, "store: not found (status 404)."],
  [{ status: 408 }, "timeout", true, "store: timeout (status 408)."],
  [{ status: 410 }, "revoked", false, "store: revoked (status 410)."],
  [{ status: 413 }, "too_large", false, "store: too large (status 413)."],
  [{ status: 425 }, "throttled", true, "store: throttled (status 425)."],
  [{ status: 429 }, "throttled", true, "store: throttled (status 429)."],
  [{ status: 500 }, "unavailable", true, "store: unavailable (status 500)."],
  [{ status: 503 }, "unavailable", true, "store: unavailable (status 503)."],
  // AWS throttles with status 400 and says so by name: the source's own code counts.
  [{ code: "throttled", status: 400 }, "throttled", true, "store: throttled (status 400)."],
  [new Error("anything"), "unavailable", true, "store: unavailable."],
  ["a string", "unavailable", true, "store: unavailable."],
  [undefined, "unavailable", true, "store: unavailable."],
  [null, "unavailable", true, "store: unavailable."],
  [7, "unavailable", true, "store: unavailable."],
  [Symbol("thrown"), "unavailable", true, "store: unavailable."],
  [Object.create(null), "unavailable", true, "store: unavailable."],
])("reads %o", (thrown, code, transient, message) => {
  const error = failureOf(thrown)
  expect(error).toBeInstanceOf(ClientSecretsError)
  expect({ code: error.code, transient: error.transient, message: error.message }).toEqual({ code, transient, message })
  expect(error.source).toBe("store")
  expect(error.attempts).toEqual([
    { source: "first", code: "not_found" },
    { source: "store", code },
  ])
  expect(error.cause).toBeUndefined()
})

test("does not believe codes that are no source's, nor names of the language", () => {
  for (const code of [
    "rejected",
    "untrusted_response",
    "redirect_uri_mismatch",
    "constructor",
    "toString",
    "__proto__",
  ]) {
    expect(failureOf({ code }).code).toBe("unavailable")
    expect(failureOf({ code }).message).toBe("store: unavailable.")
  }
  expect(failureOf({ status: "401" }).code).toBe("unavailable")
  expect(failureOf({ status: Number.NaN }).message).toBe("store: unavailable.")
})

test("prints a hint, escaped and cut", () => {
  expect(failureOf({ code: "denied", [hintSymbol]: "Grant --allow-env=NAME." }).message).toBe(
    "store: denied. Grant --allow-env=NAME.",
  )
  const message = failureOf({ [hintSymbol]: `a\n\u202eb\u001b[31m${"x".repeat(500)}` }).message
  expect(message).toMatch(/^store: unavailable\. a\\u000a\\u202eb\\u001b\[31mx+/)
  expect(message.length).toBeLessThan(250)
  expect(failureOf({ [hintSymbol]: { toString: () => "no text" } }).message).toBe("store: unavailable.")
})

test("passes our own error on as it is, also another copy's", () => {
  const own = new ClientSecretsError("client_mismatch", "of another client")
  expect(failureOf(own)).toBe(own)
  const ofAnotherCopy = Object.assign(new Error("theirs"), {
    [Symbol.for("client-secrets.ClientSecretsError")]: true,
    code: "denied",
  })
  expect(failureOf(ofAnotherCopy)).toBe(ofAnotherCopy)
})

test("says how long the store wants to be left alone", () => {
  expect(failureOf({ code: "throttled", retryAfterMs: 1_500 }).retryAfterMs).toBe(1_500)
  for (const retryAfterMs of ["1500", Number.NaN, undefined, {}]) {
    expect(failureOf({ retryAfterMs }).retryAfterMs).toBe(0)
  }
})

test("survives whatever was thrown, and lets no part of it out", () => {
  const secret = freshSecret()
  const speaking = { toString: () => secret, valueOf: () => secret, [Symbol.toPrimitive]: () => secret }
  const refuse = () => {
    throw new Error(secret)
  }
  const refusing = new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse })
  const getters = Object.defineProperties(
    {},
    Object.fromEntries(["code", "status", "transient", "retryAfterMs", "name"].map(name => [name, { get: refuse }])),
  )
  const shapes: unknown[] = [
    secret,
    new Error(secret),
    new Error("outer", { cause: new Error(secret) }),
    new AggregateError([new Error(secret)], secret),
    new SyntaxError(`Unexpected token, "${secret}" is not valid JSON`),
    new DOMException(secret, "AbortError"),
    {
      message: secret,
      code: secret,
      status: secret,
      name: secret,
      transient: secret,
      retryAfterMs: secret,
      hint: secret,
    },
    { code: speaking, status: speaking, name: speaking, transient: speaking, retryAfterMs: speaking },
    { [hintSymbol]: speaking, body: secret, response: { body: secret }, config: { headers: { token: secret } } },
    { code: `E${secret.toUpperCase()}` },
    { [secret]: secret },
    [secret],
    () => secret,
    Symbol(secret),
    speaking,
    refusing,
    getters,
    Object.assign(Object.create({ code: secret }), { [secret]: 1 }),
  ]
  for (const [index, shape] of shapes.entries()) {
    const error = failureOf(shape)
    const printed = {
      message: error.message,
      stack: `${error.stack}`,
      inspect: inspect(error, { showHidden: true, depth: 9 }),
      json: JSON.stringify([error, { ...error }, error.attempts, error.issues]),
    }
    expect(findLeaks([secret, secret.toUpperCase()], printed), `shape ${index}`).toEqual([])
  }
})
