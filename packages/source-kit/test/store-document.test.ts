import { expect, test } from "vitest"
import { storeDocument } from "../src/index.ts"

const secret = "EXAMPLE_NOT_A_REAL_SECRET"
const client = { client_id: "id", client_secret: secret }
const file = JSON.stringify({ web: { ...client, redirect_uris: ["https://app.example.com/callback"] } })

test.each([
  ["pairs", { ...client, redirect_uris: "https://app.example.com/callback" }],
  ["a list as JSON has it", { ...client, redirect_uris: ["https://a.example.com", "https://b.example.com"] }],
  ["a member that the format does not know", { ...client, note: "of the operator" }],
  ["endpoints", { ...client, auth_uri: "https://a.example.com", token_uri: "https://b.example.com" }],
  ["the dialect's endpoint", { ...client, token_introspection_uri: "https://a.example.com" }],
  ["the secret only", { client_secret: secret }],
  ["capitals", { CLIENT_ID: "id", CLIENT_SECRET: secret }],
  ["camel case", { clientId: "id", clientSecret: secret }],
  ["hyphens", { "client-id": "id", "client-secret": secret }],
  ["words", { "Client ID": "id", "Client secret": secret }],
  ["no separator", { clientid: "id", clientsecret: secret }],
])("%s: members, from a string, from bytes and from an object", (_, pairs) => {
  const text = JSON.stringify(pairs)
  for (const value of [text, `\ufeff${text}`, new TextEncoder().encode(text), pairs]) {
    expect(storeDocument(value, { version: "v" })).toEqual({ members: pairs, version: "v" })
  }
})

test.each([
  ["web", "web"],
  ["Web", "web"],
  ["installed", "installed"],
  ["INSTALLED ", "installed"],
])("a pair `type: %s` is the client's type", (written, type) => {
  expect(storeDocument(JSON.stringify({ ...client, type: written }))).toEqual({ members: client, type })
  expect(storeDocument(JSON.stringify({ ...client, Type: written }))).toEqual({ members: client, type })
})

// As it is, so that core says what is wrong with it.
test.each([
  ["a whole file", file],
  ["an authorized user", JSON.stringify({ ...client, refresh_token: "t", type: "authorized_user" })],
  ["a saved token", JSON.stringify({ ...client, refresh_token: "t", token_uri: "https://a.example.com" })],
  ["a service account", JSON.stringify({ type: "service_account", client_id: "1", private_key: "k" })],
  ["another type", JSON.stringify({ ...client, type: "device" })],
  ["a number among the pairs", JSON.stringify({ ...client, expires: 1 })],
  ["a list of lists", JSON.stringify({ ...client, redirect_uris: [["https://a.example.com"]] })],
  ["pairs of something else", JSON.stringify({ username: "a", password: "b" })],
  ["a bare secret", secret],
  ["base64", Buffer.from(file).toString("base64")],
  ["broken JSON", `{"client_id": "id", "client_secret": ${secret}}`],
  ["nothing", ""],
  ["null", "null"],
  ["a number", "1"],
  ["a list", "[]"],
])("%s: content", (_, text) => {
  expect(storeDocument(text)).toMatchObject({ content: text })
  const bytes = new TextEncoder().encode(text)
  expect((storeDocument(bytes) as { content: unknown }).content).toBe(bytes)
})

test("a member called __proto__ is an own one", () => {
  const document = storeDocument('{"client_id": "id", "__proto__": "x"}')
  expect(Object.keys("members" in document ? document.members : {})).toEqual(["client_id", "__proto__"])
})

test("a field holds the file, as a string or as JSON, or pairs", () => {
  const version = "7"
  for (const value of [file, JSON.parse(file)]) {
    expect(storeDocument({ google: value }, { field: "google", version })).toEqual({
      content: value,
      carried: true,
      version,
    })
    expect(storeDocument(JSON.stringify({ google: value }), { field: "google" })).toMatchObject({ content: value })
  }
  for (const value of [client, JSON.stringify(client)]) {
    expect(storeDocument({ google: value }, { field: "google" })).toEqual({ members: client })
  }
})

test("a field that the secret lacks is an error that names its fields, and no value", () => {
  const failure = failureOf(() => storeDocument({ google: file, other: secret }, { field: "gogle" }))
  expect(failure).toMatchObject({
    code: "invalid",
    transient: false,
    message: "The secret has no field gogle. Its fields are: google, other.",
  })
  expect(failureOf(() => storeDocument({ [secret.repeat(2)]: "x" }, { field: "google" })).message).toBe(
    "The secret has no field google. Number of its fields: 1.",
  )
  expect(failureOf(() => storeDocument({}, { field: "toString" })).message).toContain("It has no fields.")
  expect(failureOf(() => storeDocument(secret, { field: "google" })).message).toContain("is not a JSON object")
  expect(failureOf(() => storeDocument({ google: 5 }, { field: "google" })).message).toContain("holds a number")
})

test("a secret one of whose fields is the file says which", () => {
  const document = storeDocument({ google: file, other: "x" })
  expect(document.hint?.()).toBe(
    "The field google of the secret holds a client file: pass the option field with its name.",
  )
  expect(storeDocument(file).hint?.()).toBeUndefined()
  expect(storeDocument("x").hint?.()).toBeUndefined()
})

function failureOf(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error("nothing was thrown")
}
