import { deepStrictEqual } from "node:assert"
import { expect, test } from "vitest"
import { parseClientSecrets } from "../src/index.ts"
import { webFile } from "./fixtures.ts"
import { reveal } from "./reveal.ts"

const client = parseClientSecrets(webFile({ customer: "one" }))

test("deep equality does not see a changed secret, which is why the helper exists", () => {
  const changed = parseClientSecrets(webFile({ client_secret: "EXAMPLE_ANOTHER_SECRET", customer: "one" }))
  deepStrictEqual(changed, client)
  expect(changed).toStrictEqual(client)
})

test.each([
  ["secret", { client_secret: "EXAMPLE_ANOTHER_SECRET", customer: "one" }],
  ["secret's last letter", { client_secret: "EXAMPLE_NOT_A_REAL_SECREt", customer: "one" }],
  ["unknown member's value", { customer: "two" }],
  ["unknown member's name", { consumer: "one" }],
  ["list of unknown members", {}],
  ["client id", { client_id: "another-client", customer: "one" }],
  ["order of redirect URIs", { redirect_uris: ["https://b.example.com/", "https://a.example.com/"], customer: "one" }],
])("a changed %s makes a difference", (_, changes) => {
  expect(reveal(parseClientSecrets(webFile(changes)))).not.toStrictEqual(reveal(client))
})

test("two readings of one file are equal", () => {
  expect(reveal(parseClientSecrets(webFile({ customer: "one" })))).toStrictEqual(reveal(client))
})
