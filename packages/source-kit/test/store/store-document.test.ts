import { expect, test } from "vitest"
import { storeDocument } from "../../src/index.ts"

const secret = "EXAMPLE_NOT_A_REAL_SECRET"
const client = { client_id: "id", client_secret: secret }
const file = JSON.stringify({ web: { ...client, redirect_uris: ["https://app.example.com/callback"] } })

test.each([
  ["pairs", { ...client, redirect_uris: "https://app.example.com/callback" }],
  ["a list as in JSON", { ...client, redirect_uris: ["https://a.example.com", "https://b.example.com"] }],
  ["a member unknown to the format", { ...client, note: "of the operator" }],
  ["endpoints", { ...client, auth_uri: "https://a.example.com", token_uri: "https://b.example.com" }],
  ["the endpoint of another dialect", { ...client, token_introspection_uri: "https://a.example.com" }],
  ["only the secret", { client_secret: secret }],
])("returns %s as members, from a string, from bytes and from an object", (_, pairs) => {
  const text = JSON.stringify(pairs)
  for (const value of [text, `\ufeff${text}`, new TextEncoder().encode(text), pairs]) {
    expect(storeDocument(value, { version: "v" })).toEqual({ members: pairs, version: "v" })
  }
})

// As with two variables: which redirect URIs the client has is not known, and not an error.
test.each([
  ["names of the format", client],
  ["capitals", { CLIENT_ID: "id", CLIENT_SECRET: secret }],
  ["camel case", { clientId: "id", clientSecret: secret }],
  ["hyphens", { "client-id": "id", "client-secret": secret }],
  ["words", { "Client ID": "id", "Client secret": secret }],
  ["no separator", { clientid: "id", clientsecret: secret }],
])("an id and a secret only, in %s, are a client without redirect URIs", (_, pair) => {
  expect(storeDocument(JSON.stringify(pair))).toEqual({ members: { ...pair, redirect_uris: [] } })
})

test.each([
  ["web", "web"],
  ["Web", "web"],
  ["installed", "installed"],
  ["INSTALLED ", "installed"],
])("a pair `type: %s` becomes the client's type", (written, type) => {
  const members = { ...client, redirect_uris: [] }
  expect(storeDocument(JSON.stringify({ ...client, type: written }))).toEqual({ members, type })
  expect(storeDocument(JSON.stringify({ ...client, Type: written }))).toEqual({ members, type })
})

// Unchanged, so that core reports what is wrong with it.
test.each([
  ["a whole file", file],
  ["an authorized user", JSON.stringify({ ...client, refresh_token: "t", type: "authorized_user" })],
  ["a saved token", JSON.stringify({ ...client, refresh_token: "t", token_uri: "https://a.example.com" })],
  ["a service account", JSON.stringify({ type: "service_account", client_id: "1", private_key: "k" })],
  ["another type", JSON.stringify({ ...client, type: "device" })],
  ["a number among the pairs", JSON.stringify({ ...client, expires: 1 })],
  ["a list of lists", JSON.stringify({ ...client, redirect_uris: [["https://a.example.com"]] })],
  ["pairs with other names", JSON.stringify({ username: "a", password: "b" })],
  ["a bare secret", secret],
  ["base64", Buffer.from(file).toString("base64")],
  ["broken JSON", `{"client_id": "id", "client_secret": ${secret}}`],
  ["nothing", ""],
  ["null", "null"],
  ["a number", "1"],
  ["a list", "[]"],
])("returns %s as content", (_, text) => {
  expect(storeDocument(text)).toMatchObject({ content: text })
  const bytes = new TextEncoder().encode(text)
  expect((storeDocument(bytes) as { content: unknown }).content).toBe(bytes)
})

// JSON.parse would return the last one, silently; a file with such a member is refused too.
test.each([
  ["one name twice", `{"client_id": "id", "client_secret": "${secret}", "client_id": "other"}`, "client_id twice"],
  ["one name, once with an escape", String.raw`{"client_id": "id", "client\u005fid": "other"}`, "client_id twice"],
  ["two spellings of a name", '{"client_id": "id", "clientId": "other"}', "client_id and clientId for one member"],
  ["two types", '{"type": "web", "client_id": "id", "Type": "installed"}', "type and Type for one member"],
])("refuses pairs in which a member has two values: %s", (_, text, what) => {
  const values = [text, `\ufeff${text}`, new TextEncoder().encode(text), Buffer.from(text).toString("base64")]
  const fields = values.filter(value => typeof value === "string").map(value => JSON.stringify({ google: value }))
  const failures = [
    ...values.map(value => failureOf(() => storeDocument(value))),
    ...fields.map(value => failureOf(() => storeDocument(value, { field: "google" }))),
    failureOf(() => storeDocument(`{"google": ${text}}`, { field: "google" })),
  ]
  for (const failure of failures) {
    expect(failure).toMatchObject({ code: "invalid", transient: false })
    expect(failure.message).toContain(`The secret has ${what}`)
    expect(failure.message).not.toContain(secret)
  }
})

test("refuses a field that occurs twice", () => {
  const text = `{"google": ${JSON.stringify(file)}, "google": ${JSON.stringify(file.replace("id", "other"))}}`
  expect(failureOf(() => storeDocument(text, { field: "google" })).message).toContain("The secret has google twice.")
})

test("does not look at the fields of other programs", () => {
  const text = `{"other": {"a": 1, "a": 2}, "google": ${JSON.stringify(file)}, "more": [{"b": 1, "b": 2}]}`
  expect(storeDocument(text, { field: "google" })).toMatchObject({ content: file })
})

test("does not print a repeated name that may be a value", () => {
  const text = `{"client_id": "id", "${secret.repeat(2)}": "x", "${secret.repeat(2)}": "y"}`
  expect(failureOf(() => storeDocument(text)).message).toBe(
    "The secret has a name twice. Remove the one that is not correct.",
  )
})

test("does not print two names that may be values", () => {
  const text = `{"client_id": "id", "${secret.repeat(2)}": "x", "${secret.toLowerCase().repeat(2)}": "y"}`
  expect(failureOf(() => storeDocument(text)).message).toBe(
    "The secret has two names for one member, with different values. Remove the one that is not correct.",
  )
})

test("accepts a member with two names and one value, which two programs may read", () => {
  const pairs = { ...client, CLIENT_ID: client.client_id, redirect_uris: ["https://app.example.com/callback"] }
  expect(storeDocument(JSON.stringify(pairs))).toEqual({ members: pairs })
})

test("accepts a type with two names and one meaning", () => {
  const text = JSON.stringify({ ...client, type: "web", Type: "Web" })
  expect(storeDocument(text)).toEqual({ type: "web", members: { ...client, redirect_uris: [] } })
})

// A binding may return an object that no JSON describes.
test("values that are no members are not compared", () => {
  const circle: Record<string, unknown> = { ...client }
  circle["client-id"] = circle
  for (const object of [circle, { ...client, "client-id": 5n }]) {
    expect((storeDocument(object) as { content: unknown }).content).toBe(object)
  }
})

test("the same name in two objects, and in a string, is not a repetition", () => {
  const pairs = { ...client, note: '"client_id": \\"client_id\\": {"', redirect_uris: ['"client_id":', "}{]["] }
  const text = JSON.stringify({ google: pairs, other: pairs, list: [pairs, pairs] })
  expect(storeDocument(text, { field: "google" })).toEqual({ members: pairs })
})

test("a member called __proto__ becomes an own property", () => {
  const document = storeDocument('{"client_id": "id", "__proto__": "x"}')
  expect(Object.keys("members" in document ? document.members : {})).toEqual(["client_id", "__proto__"])
})

test("a field may hold the file, as a string or as JSON, or pairs", () => {
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
    expect(storeDocument({ google: value }, { field: "google" })).toEqual({ members: { ...client, redirect_uris: [] } })
  }
})

test("the error for a missing field lists the names of the fields, and no value", () => {
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

test("the hint names the field that holds a client file", () => {
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
