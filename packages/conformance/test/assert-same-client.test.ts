import assert from "node:assert"
import { assertSameClient, freshSecret } from "@client-secrets/conformance"
import { parseClientSecrets } from "@client-secrets/core"
import { expect, test } from "vitest"
import { documentOf } from "./subjects.ts"

const secret = freshSecret()
const client = parseClientSecrets(documentOf(secret, { api_key: "first" }))
const same = parseClientSecrets(documentOf(secret, { api_key: "first" }))
const others = {
  client_secret: parseClientSecrets(documentOf(freshSecret(), { api_key: "first" })),
  api_key: parseClientSecrets(documentOf(secret, { api_key: "second" })),
  client_id: parseClientSecrets(documentOf(secret, { api_key: "first", client_id: "other" })),
}

test("accepts clients with the same revealed values", () => {
  expect(() => assertSameClient(same, client)).not.toThrow()
})

test.each(Object.entries(others))("rejects a client that differs in %s", (name, other) => {
  expect(() => assertSameClient(other, client)).toThrow(new RegExp(`differ in: ${name}$`))
})

test("rejects a client of the other type", () => {
  const installed = parseClientSecrets(documentOf(secret, { api_key: "first" }).replace("web", "installed"))
  expect(() => assertSameClient(installed, client)).toThrow(/differ in: type$/)
})

// The reason for the helper: if one of these ever fails, deep equality has become able to see the difference.
test.each(["client_secret", "api_key"] as const)("deep equality sees no difference in %s", name => {
  assert.deepStrictEqual(others[name], client)
  expect(others[name]).toStrictEqual(client)
})
