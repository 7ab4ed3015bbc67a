import { expect, test } from "vitest"
import { secretDocument } from "../src/secret-document.ts"
import { clientFile, clientPairs } from "./fixtures.ts"

const client = { client_id: "id", client_secret: "EXAMPLE_NOT_A_REAL_SECRET" }

test.each([
  ["the console's pairs", clientPairs],
  ["a list as JSON has it", { ...client, redirect_uris: ["https://a.example.com", "https://b.example.com"] }],
  ["a member that the format does not know", { ...client, note: "of the operator" }],
  ["endpoints", { ...client, auth_uri: "https://a.example.com", token_uri: "https://b.example.com" }],
  ["the dialect's endpoint", { ...client, token_introspection_uri: "https://a.example.com" }],
  ["the secret alone", { client_secret: "EXAMPLE_NOT_A_REAL_SECRET" }],
])("%s: members", (_, pairs) => {
  expect(secretDocument(JSON.stringify(pairs), "v")).toEqual({ members: pairs, version: "v" })
})

test.each(["web", "installed"] as const)("a pair `type: %s` is the client's type", type => {
  expect(secretDocument(JSON.stringify({ ...client, type }), "v")).toEqual({ members: client, type, version: "v" })
})

// As it is, so that core says what is wrong with it.
test.each([
  ["a whole file", clientFile],
  ["an authorized user", JSON.stringify({ ...client, refresh_token: "t", type: "authorized_user" })],
  ["a saved token", JSON.stringify({ ...client, refresh_token: "t", token_uri: "https://a.example.com" })],
  ["a service account", JSON.stringify({ type: "service_account", client_id: "1", private_key: "k" })],
  ["another type", JSON.stringify({ ...client, type: "device" })],
  ["a number among the pairs", JSON.stringify({ ...client, expires: 1 })],
  ["a list of lists", JSON.stringify({ ...client, redirect_uris: [["https://a.example.com"]] })],
  ["pairs of something else", JSON.stringify({ username: "a", password: "b" })],
  ["a bare secret", "EXAMPLE_NOT_A_REAL_SECRET"],
  ["base64", Buffer.from(clientFile).toString("base64")],
  ["broken JSON", '{"client_id": "id", "client_secret": EXAMPLE_NOT_A_REAL_SECRET}'],
  ["nothing", ""],
  ["null", "null"],
  ["a number", "1"],
  ["a list", "[]"],
])("%s: content", (_, text) => {
  expect(secretDocument(text, undefined)).toEqual({ content: text })
})

test("bytes: content, the same bytes", () => {
  const bytes = new TextEncoder().encode(JSON.stringify(clientPairs))
  expect((secretDocument(bytes, "v") as { content: unknown }).content).toBe(bytes)
})

test("a member called __proto__ is an own one", () => {
  const document = secretDocument('{"client_id": "id", "__proto__": "x"}', "v")
  expect(Object.keys("members" in document ? document.members : {})).toEqual(["client_id", "__proto__"])
})
