import { inspect } from "node:util"
import { expect, test } from "vitest"
import { findLeaks, freshSecret } from "../../../conformance/src/leaks.ts"
import { ClientSecretsError } from "../../src/error.ts"
import { classifyFailure, endsCopy, sourceError } from "../../src/source/classify-failure.ts"
import { SourceError } from "../../src/source/source-error.ts"

const hintSymbol = Symbol.for("client-secrets.hint")

function failureOf(thrown: unknown): ClientSecretsError {
  return classifyFailure(thrown, "store", [{ source: "first", code: "not_found" }])
}

const silent = "Run the source by itself to see it, or throw new SourceError(code, advice)."

test.each([
  [{ code: "denied" }, "denied", false, "store may not be read."],
  [{ code: "not_found" }, "not_found", false, "store does not exist."],
  [{ code: "revoked" }, "revoked", false, "store was deleted or is marked for deletion."],
  [{ code: "throttled" }, "throttled", true, "store was asked too often."],
  [{ code: "timeout" }, "timeout", true, "store did not answer in time."],
  [{ code: "aborted" }, "aborted", true, "store was not read: the work was given up."],
  [{ code: "redirected" }, "redirected", false, "store answered with a redirect, which is not followed."],
  [{ code: "unsupported" }, "unsupported", false, "store cannot be read here."],
  [{ code: "too_large" }, "too_large", false, "store is too large."],
  [{ code: "client_mismatch" }, "client_mismatch", false, "store belongs to another client."],
  [{ code: "untrusted_location" }, "untrusted_location", false, "store is in a place that others control."],
  [{ code: "invalid" }, "invalid", false, "store is not valid."],
  [{ code: "denied", transient: true }, "denied", true, "store may not be read."],
  [{ code: "ENOENT" }, "not_found", false, "store does not exist (ENOENT)."],
  [{ code: "EACCES" }, "denied", false, "store may not be read (EACCES)."],
  [{ code: "EPERM" }, "denied", false, "store may not be read (EPERM)."],
  [{ name: "NotCapable" }, "denied", false, "store may not be read."],
  [{ code: "ETIMEDOUT" }, "timeout", true, "store did not answer in time (ETIMEDOUT)."],
  [{ code: 23, name: "TimeoutError" }, "timeout", true, "store did not answer in time."],
  [{ code: 20, name: "AbortError" }, "aborted", true, "store was not read: the work was given up."],
  [{ code: "ECONNREFUSED" }, "unavailable", true, "store could not be read (ECONNREFUSED)."],
  [{ code: "ECONNRESET" }, "unavailable", true, "store could not be read (ECONNRESET)."],
  [{ code: "EAI_AGAIN" }, "unavailable", true, "store could not be read (EAI_AGAIN)."],
  [{ code: "ENOTFOUND" }, "unavailable", true, "store could not be read (ENOTFOUND)."],
  [{ code: "EPIPE" }, "unavailable", true, "store could not be read (EPIPE)."],
  [{ status: 400 }, "unavailable", false, "store could not be read (status 400)."],
  [{ status: 401 }, "denied", false, "store may not be read (status 401)."],
  [{ status: 403 }, "denied", false, "store may not be read (status 403)."],
  // The code that axios and the AWS SDK use.
  [{ statusCode: 403 }, "denied", false, "store may not be read (status 403)."],
  [{ statusCode: 503 }, "unavailable", true, "store could not be read (status 503)."],
  [{ code: "forbidden", statusCode: 403 }, "denied", false, "store may not be read (status 403)."],
  [{ status: 404 }, "not_found", false, "store does not exist (status 404)."],
  [{ status: 408 }, "timeout", true, "store did not answer in time (status 408)."],
  [{ status: 410 }, "revoked", false, "store was deleted or is marked for deletion (status 410)."],
  [{ status: 413 }, "too_large", false, "store is too large (status 413)."],
  [{ status: 425 }, "throttled", true, "store was asked too often (status 425)."],
  [{ status: 429 }, "throttled", true, "store was asked too often (status 429)."],
  [{ status: 500 }, "unavailable", true, "store could not be read (status 500)."],
  [{ status: 503 }, "unavailable", true, "store could not be read (status 503)."],
  // AWS throttles with status 400 and a name: the code of the source takes precedence.
  [{ code: "throttled", status: 400 }, "throttled", true, "store was asked too often (status 400)."],
  [{ code: "unavailable" }, "unavailable", true, `store could not be read: it threw an error. ${silent}`],
  [
    { code: "unavailable", transient: false },
    "unavailable",
    false,
    `store could not be read: it threw an error. ${silent}`,
  ],
  [{ code: "forbidden" }, "unavailable", true, `store could not be read: it threw an error. ${silent}`],
  [new Error("anything"), "unavailable", true, `store could not be read: it threw an Error. ${silent}`],
  ["a string", "unavailable", true, `store could not be read: it threw a string. ${silent}`],
  [undefined, "unavailable", true, `store could not be read: it threw undefined. ${silent}`],
  [null, "unavailable", true, `store could not be read: it threw null. ${silent}`],
  [7, "unavailable", true, `store could not be read: it threw a number. ${silent}`],
  [Symbol("thrown"), "unavailable", true, `store could not be read: it threw a symbol. ${silent}`],
  [Object.create(null), "unavailable", true, `store could not be read: it threw an error. ${silent}`],
  // A mistake in the program is not an outage: it would fail again.
  [new ReferenceError("x"), "faulty_source", false, `store could not be read: it threw a ReferenceError. ${silent}`],
  [
    new TypeError("x is not a function"),
    "faulty_source",
    false,
    `store could not be read: it threw a TypeError. ${silent}`,
  ],
  [thrownTypeError(), "faulty_source", false, `store could not be read: it threw a TypeError. ${silent}`],
  // A TypeError of a failed request is an outage.
  [new TypeError("fetch failed"), "unavailable", true, `store could not be read: it threw a TypeError. ${silent}`],
  [new TypeError("Failed to fetch"), "unavailable", true, `store could not be read: it threw a TypeError. ${silent}`],
  [causedBy({ code: "ENOTFOUND" }), "unavailable", true, "store could not be read (ENOTFOUND)."],
  [Object.assign(new TypeError("x"), { status: 403 }), "denied", false, "store may not be read (status 403)."],
])("classifies %o", (thrown, code, transient, message) => {
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

function thrownTypeError(): unknown {
  try {
    return (undefined as never as { read(): void }).read()
  } catch (thrown) {
    return thrown
  }
}

function causedBy(cause: object): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("x"), cause) })
}

test.each(["DEPTH_ZERO_SELF_SIGNED_CERT", "CERT_HAS_EXPIRED", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"])(
  "prints the trust code %s with what to do, and is not transient",
  code => {
    for (const thrown of [Object.assign(new Error("x"), { code }), causedBy({ code })]) {
      const error = failureOf(thrown)
      expect(error).toMatchObject({ code: "unavailable", transient: false })
      expect(error.message).toMatch(
        new RegExp(
          `^store could not be read \\(${code}\\)\\. The certificate of its server is not trusted\\. [A-Z].*\\.$`,
        ),
      )
    }
  },
)

test("only denied, not found, revoked and refusals mean that an old client must no longer be used", () => {
  const fatal = [
    { code: "denied" },
    { code: "not_found" },
    { code: "revoked" },
    { code: "redirected" },
    { code: "unsupported" },
    { code: "untrusted_location" },
    { status: 400 },
    { status: 422 },
    { code: "unavailable", status: 400, transient: false },
  ]
  const harmless = [
    new TypeError("x is not a function"),
    new ReferenceError("x"),
    new Error("x"),
    Object.assign(new Error("x"), { code: "CERT_HAS_EXPIRED" }),
    { code: "unavailable", transient: false },
    { code: "denied", transient: true },
    { code: "invalid" },
    { code: "too_large" },
    { code: "client_mismatch" },
    { status: 500 },
    undefined,
  ]
  for (const thrown of fatal) expect(endsCopy(failureOf(thrown)), JSON.stringify(thrown)).toBe(true)
  for (const thrown of harmless) expect(endsCopy(failureOf(thrown)), String(thrown)).toBe(false)
  // The same error, as passed on by a source that reads another source.
  for (const thrown of fatal)
    expect(endsCopy(classifyFailure(failureOf(thrown), "outer", [])), JSON.stringify(thrown)).toBe(true)
  for (const thrown of [undefined, null, new Error("x"), "denied"]) expect(endsCopy(thrown)).toBe(false)
})

test("ignores codes that no source has, and names of the language's prototypes", () => {
  const foreign = ["rejected", "untrusted_response", "redirect_uri_mismatch", "constructor", "toString", "__proto__"]
  for (const code of foreign) {
    expect(failureOf({ code }).code).toBe("unavailable")
    expect(failureOf({ code }).message).not.toContain(code)
  }
  expect(failureOf({ status: "401" }).code).toBe("unavailable")
  for (const status of [Number.NaN, 0, 7, 99, 600, 1e9, 401.5])
    expect(failureOf({ status }).message).toBe(`store could not be read: it threw an error. ${silent}`)
})

test("reads nothing from a polluted Object.prototype", () => {
  const polluted = Object.prototype as Record<PropertyKey, unknown>
  const names = {
    transient: true,
    code: "denied",
    status: 200,
    retryAfterMs: 9_000,
    name: "AbortError",
    [hintSymbol]: "planted",
  }
  const clean = [failureOf({ status: 403 }), failureOf(new Error("x")), failureOf({ code: "throttled" })]
  Object.assign(polluted, names)
  try {
    const found = [failureOf({ status: 403 }), failureOf(new Error("x")), failureOf({ code: "throttled" })]
    for (const [index, error] of found.entries()) {
      const { code, transient, retryAfterMs, message } = clean[index]!
      expect([error.code, error.transient, error.retryAfterMs, error.message]).toEqual([
        code,
        transient,
        retryAfterMs,
        message,
      ])
    }
  } finally {
    for (const name of Reflect.ownKeys(names)) delete polluted[name]
  }
})

test("escapes the advice, and marks where it is truncated", () => {
  expect(failureOf(new SourceError("denied", "Grant --allow-env=NAME.")).message).toBe(
    "store may not be read. Grant --allow-env=NAME.",
  )
  expect(failureOf({ code: "denied", [hintSymbol]: "Grant it." }).message).toBe("store may not be read. Grant it.")
  const { message } = failureOf({ [hintSymbol]: "a\n\u202eb\u001b[31m" })
  expect(message).toBe("store could not be read. a\\u000a\\u202eb\\u001b[31m")
  expect(failureOf({ [hintSymbol]: { toString: () => "no text" } }).message).not.toContain("no text")
})

test("never truncates a command or a path in advice", () => {
  const flag = `--allow-env=${Array.from({ length: 60 }, (_, index) => `VARIABLE_NUMBER_${index}`).join(",")}`
  expect(failureOf(new SourceError("denied", `Deno: run with ${flag}`)).message).toBe(
    `store may not be read. Deno: run with ${flag}`,
  )
})

test("truncates advice that is too long for a log, and says so", () => {
  const { message } = failureOf(new SourceError("denied", "x".repeat(10_000)))
  expect(message).toHaveLength("store may not be read. ".length + 4_000 + "… (cut here)".length)
  expect(message).toMatch(/x… \(cut here\)$/)
})

test("keeps the properties of our own error, also of another copy of the package, and lists every link that was tried", () => {
  const own = sourceError("denied", "second", "may not be read.", { retryAfterMs: 7 })
  const error = failureOf(own)
  expect(error).toMatchObject({ code: "denied", message: own.message, source: "second", retryAfterMs: 7 })
  expect(error.attempts).toEqual([
    { source: "first", code: "not_found" },
    { source: "second", code: "denied" },
  ])
  expect(classifyFailure(own, "store", [])).toBe(own)
  const ofAnotherCopy = Object.assign(new Error("theirs"), {
    [Symbol.for("client-secrets.ClientSecretsError")]: true,
    code: "denied",
  })
  expect(failureOf(ofAnotherCopy)).toMatchObject({
    code: "denied",
    message: "theirs",
    source: "store",
    issues: [],
    attempts: [
      { source: "first", code: "not_found" },
      { source: "store", code: "denied" },
    ],
  })
})

test("takes the delay before the next read from the store's answer", () => {
  expect(failureOf({ code: "throttled", retryAfterMs: 1_500 }).retryAfterMs).toBe(1_500)
  for (const retryAfterMs of ["1500", Number.NaN, undefined, {}]) {
    expect(failureOf({ retryAfterMs }).retryAfterMs).toBe(0)
  }
})

test("accepts anything that was thrown, and reveals no part of it", () => {
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
