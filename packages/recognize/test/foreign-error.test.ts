import { once } from "node:events"
import { createServer } from "node:https"
import type { AddressInfo } from "node:net"
import { expect, test } from "vitest"
import { freshSecret } from "../../conformance/src/leaks.ts"
import { createSelfSigned } from "../../source-kit/test/self-signed.ts"
import { readForeignError } from "../src/index.ts"

const coded = (code: string, error: Error = new Error("x")) => Object.assign(error, { code })

test("returns the code and advice for a server whose certificate is not trusted", async () => {
  const server = createServer(createSelfSigned(), (_, response) => response.end("{}"))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const thrown = await fetch(`https://127.0.0.1:${(server.address() as AddressInfo).port}`).catch(error => error)
  server.close()
  const { trustError, isMistake } = readForeignError(thrown)
  expect(trustError).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" })
  expect(trustError?.advice).toContain("NODE_EXTRA_CA_CERTS")
  expect(isMistake).toBe(false)
})

test.each([
  ["CERT_HAS_EXPIRED", "clock"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "another host name"],
  ["CERT_REVOKED", "a new one"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "NODE_EXTRA_CA_CERTS"],
])("%s has specific advice", (code, advice) => {
  const { trustError } = readForeignError(new TypeError("fetch failed", { cause: coded(code) }))
  expect(trustError).toEqual({ code, advice: expect.stringContaining(advice) })
})

// Errors of Deno 2.9, which have no code.
test.each([
  ["UnknownIssuer", "UnknownIssuer"],
  ["Expired", "Expired"],
  ['NotValidForNameContext { expected: DnsName("a.example") }', "NotValidForNameContext"],
  // As Deno 2.9 writes them.
  ["certificate expired: verification time 2 (UNIX), but certificate is not valid after 1 (1 seconds ago)", "Expired"],
  [
    "certificate not valid yet: verification time 1 (UNIX), but certificate is not valid before 2 (1 seconds in future)",
    "NotValidYet",
  ],
  ['certificate not valid for name "a.example"; certificate is only valid for DnsName("b.example")', "NotValidForName"],
  [
    "certificate does not allow extended key usage for server authentication, allows client authentication",
    "InvalidPurpose",
  ],
  ["Other(OtherError(CaUsedAsEndEntity))", "CaUsedAsEndEntity"],
  ["Something new", "invalid peer certificate"],
])("recognizes Deno's reason %s", (reason, code) => {
  const cause = new Error(
    `error sending request for url (https://a/): client error (Connect): invalid peer certificate: ${reason}`,
  )
  const { trustError } = readForeignError(new TypeError("fetch failed", { cause }))
  expect(trustError?.code).toBe(code)
  expect(readForeignError(cause).trustError?.code).toBe(code)
})

test("a certificate that is its own authority needs another one, since Deno refuses it even where DENO_CERT names it", () => {
  const error = new Error("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))")
  expect(readForeignError(error).trustError?.advice).toContain("the server needs a new one")
})

test("returns a system's code, and nothing that only looks like one", () => {
  expect(readForeignError(coded("ENOTFOUND")).systemCode).toBe("ENOTFOUND")
  expect(readForeignError(new TypeError("fetch failed", { cause: coded("UND_ERR_SOCKET") })).systemCode).toBe(
    "UND_ERR_SOCKET",
  )
  for (const code of [
    `E${freshSecret()}`,
    `E${"SECRET".repeat(4)}`,
    `UND_ERR_${"SECRET".repeat(3)}`,
    "toString",
    "DEPTH",
    "",
    5,
    {},
  ]) {
    expect(readForeignError(coded(code as string)).systemCode).toBeUndefined()
  }
})

test.each([
  [new TypeError("x is not a function"), true, "a TypeError"],
  [new ReferenceError("x is not defined"), true, "a ReferenceError"],
  [new TypeError("fetch failed"), false, "a TypeError"],
  [new TypeError("Failed to fetch"), false, "a TypeError"],
  [new TypeError("Network request failed"), false, "a TypeError"],
  [new TypeError("error reading a body from connection"), false, "a TypeError"],
  [new TypeError("network error"), false, "a TypeError"],
  [new TypeError("Error in input stream"), false, "a TypeError"],
  [new TypeError("error sending request for url (https://a/)"), false, "a TypeError"],
  [coded("ECONNRESET", new TypeError("x")), false, "a TypeError"],
  [new Error("x"), false, "an Error"],
  [new RangeError("x"), false, "a RangeError"],
  [Object.assign(new Error("x"), { name: freshSecret() }), false, "an error"],
  ["x", false, "an error"],
  [undefined, false, "an error"],
])("%s: tells whether it is a mistake in the program, and its class name", (thrown, isMistake, className) => {
  expect(readForeignError(thrown)).toMatchObject({ isMistake, className })
})

test("treats a value whose properties throw as an error", () => {
  const trap = () => {
    throw new Error("trap")
  }
  const thrown = new Proxy({}, { get: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap })
  expect(readForeignError(thrown)).toMatchObject({ isMistake: false, className: "an error", systemCode: undefined })
})

test("ends with an error whose prototypes do not end", () => {
  const endless: object = new Proxy({}, { getPrototypeOf: () => endless })
  expect(readForeignError(endless)).toMatchObject({ isMistake: false, className: "an error", systemCode: undefined })
})

test("reads nothing from Object.prototype", () => {
  const polluted = Object.prototype as { code?: string; cause?: unknown }
  polluted.code = "ENOTFOUND"
  polluted.cause = { code: "CERT_HAS_EXPIRED" }
  try {
    expect(readForeignError(new Error("x"))).toMatchObject({ systemCode: undefined, trustError: undefined })
  } finally {
    delete polluted.code
    delete polluted.cause
  }
})

test("a proxy that throws is no failure of ours, and is read without an error", () => {
  const { proxy, revoke } = Proxy.revocable(new Error(), {})
  revoke()
  expect(readForeignError(proxy)).toMatchObject({ className: "an error", systemCode: undefined, isMistake: false })
})
