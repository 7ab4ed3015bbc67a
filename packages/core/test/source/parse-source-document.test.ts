import { expect, test } from "vitest"
import { ClientSecretsError } from "../../src/error.ts"
import { clientOf, parseSourceDocument } from "../../src/source/parse-source-document.ts"
import { exampleFile, exampleMembers, thrownBy } from "../example-client.ts"

const [googleAuthUri, googleTokenUri] = [exampleMembers.auth_uri, exampleMembers.token_uri]
const { auth_uri: _, token_uri: __, ...split } = exampleMembers

function parseMembers(members: Readonly<Record<string, unknown>>, type?: "web" | "installed", options = {}) {
  return clientOf<"web" | "installed", never>(
    parseSourceDocument({ members: members as never, type, from: "environment" }, options),
  )
}

test("parses a whole file unchanged, and fills in nothing", async () => {
  expect(clientOf(parseSourceDocument({ content: exampleFile(), from: "store" }, {})).clientSecret?.reveal()).toBe(
    exampleMembers.client_secret,
  )
  const without = { content: exampleFile({ auth_uri: undefined, token_uri: undefined }), from: "store" }
  const error = (await thrownBy(() => clientOf(parseSourceDocument(without, {})))) as ClientSecretsError
  expect(error.issues.map(issue => issue.path)).toEqual([
    ["web", "auth_uri"],
    ["web", "token_uri"],
  ])
})

test("the client type of members is the option's, otherwise the document's, otherwise web", () => {
  expect(parseMembers(split).type).toBe("web")
  expect(parseMembers(split, "installed").type).toBe("installed")
  expect(parseMembers(split, "installed", { type: "web" }).type).toBe("web")
})

test("fills in Google's endpoints if members have neither", async () => {
  expect(parseMembers(split)).toMatchObject({ authUri: googleAuthUri, tokenUri: googleTokenUri })
  expect(parseMembers({ ...split, auth_uri: undefined, token_uri: undefined }).authUri).toBe(googleAuthUri)
  const own = { auth_uri: "https://login.example.com/authorize", token_uri: "https://login.example.com/token" }
  expect(parseMembers({ ...split, ...own })).toMatchObject({ authUri: own.auth_uri, tokenUri: own.token_uri })
})

test("does not combine providers: with one endpoint, the other is missing", async () => {
  for (const [given, missing] of [
    ["auth_uri", "token_uri"],
    ["token_uri", "auth_uri"],
  ] as const) {
    const error = await thrownBy(() => parseMembers({ ...split, [given]: "https://login.example.com/" }))
    expect(error).toMatchObject({ code: "invalid", issues: [{ code: "missing", path: ["web", missing] }] })
  }
})

test.each([
  ["https://a.example.com/cb", ["https://a.example.com/cb"]],
  ["https://a.example.com/cb,https://b.example.com/cb", ["https://a.example.com/cb", "https://b.example.com/cb"]],
  [
    " https://a.example.com/cb ,\n\thttps://b.example.com/cb\n",
    ["https://a.example.com/cb", "https://b.example.com/cb"],
  ],
  [' ["https://a.example.com/cb?a=1,2"]', ["https://a.example.com/cb?a=1,2"]],
  [["https://a.example.com/cb"], ["https://a.example.com/cb"]],
])("reads the list %j", (text, uris) => {
  expect(parseMembers({ ...split, redirect_uris: text }).redirectUris).toEqual(uris)
})

test("reads javascript_origins as a list too, and no other member", async () => {
  const origins = "https://a.example.com https://b.example.com"
  expect(parseMembers({ ...split, javascript_origins: origins }).javascriptOrigins).toEqual(origins.split(" "))
  expect(parseMembers({ ...split, javascript_origins: " " }).javascriptOrigins).toBeUndefined()
  expect(parseMembers({ ...split, project_id: "one,two" }).projectId).toBe("one,two")
})

test("treats an empty list like a missing one", async () => {
  for (const redirects of ["", " , ", undefined]) {
    const error = (await thrownBy(() => parseMembers({ ...split, redirect_uris: redirects }))) as ClientSecretsError
    expect(error.issues.map(issue => issue.path)).toEqual([["web", "redirect_uris"]])
    const relaxed = parseMembers({ ...split, redirect_uris: redirects }, "web", { optional: ["redirect_uris"] })
    expect(relaxed.redirectUris).toBeUndefined()
  }
})

test("accepts an empty list that the source itself returned: then the client has no redirect URIs", async () => {
  const pair = { ...split, redirect_uris: [] }
  expect(parseMembers(pair)).toMatchObject({ clientId: split.client_id, redirectUris: [] })
  expect(Object.isFrozen(parseMembers(pair).redirectUris)).toBe(true)
  const file = { content: exampleFile({ redirect_uris: [] }), from: "store" }
  expect(await thrownBy(() => clientOf(parseSourceDocument(file, {})))).toMatchObject({ code: "invalid" })
  const lone = { client_id: split.client_id, redirect_uris: [] }
  const error = (await thrownBy(() => parseMembers(lone))) as ClientSecretsError
  expect(error.issues.map(issue => issue.path)).toEqual([["web", "client_secret"]])
})

test("rejects a client that does not match the id which an earlier link found without a secret", async () => {
  const found = { content: exampleFile(), from: "file" }
  const expected = (clientId: string) => ({ clientId, from: "variables" })
  const same = parseSourceDocument({ ...found, expected: expected(split.client_id) }, {})
  expect(clientOf(same).clientId).toBe(split.client_id)
  const other = { ...found, expected: expected("other.apps.googleusercontent.com") }
  const error = (await thrownBy(() => clientOf(parseSourceDocument(other, {})))) as ClientSecretsError
  expect(error).toMatchObject({ code: "client_mismatch", source: "file", transient: false })
  expect(error.message).toBe(
    "file holds another client than variables, which holds only a client id. Unset the one that is outdated.",
  )
})

test("reports a list that is not valid JSON without the engine's message", async () => {
  const error = (await thrownBy(() => parseMembers({ ...split, redirect_uris: "[EXAMPLE_NOT_A_REAL_SECRET" }))) as Error
  expect(error).toMatchObject({ code: "invalid" })
  expect(`${error.message}${error.stack}`).not.toMatch(/EXAMPLE|Unexpected|JSON/)
})

test("reads only own members and own options, and keeps unknown members", () => {
  const inherited = Object.create({ client_secret: "inherited" })
  expect(() => parseMembers(Object.assign(inherited, { client_id: "x" }))).toThrow(ClientSecretsError)
  const hostile = JSON.parse('{"__proto__": "a", "constructor": "b"}')
  const secrets = parseMembers({ ...split, ...Object.fromEntries(Object.entries(hostile)) })
  expect(secrets.extra.names).toContain("constructor")
  const polluted = Object.prototype as { type?: string }
  polluted.type = "installed"
  try {
    expect(parseMembers(split).type).toBe("web")
  } finally {
    delete polluted.type
  }
})

test("names the source, and calls its hint function only for an invalid document", async () => {
  let asked = 0
  const hint = () => {
    asked++
    return "The value was cut at #."
  }
  parseSourceDocument({ content: exampleFile(), hint, from: "environment" }, {})
  expect(asked).toBe(0)
  const invalid = { content: '{"web": {"client_id": "EXAMPLE', hint, from: "environment" }
  const error = (await thrownBy(() => clientOf(parseSourceDocument(invalid, {})))) as ClientSecretsError
  expect(asked).toBe(1)
  expect(error.source).toBe("environment")
  expect(error.message).toMatch(/^environment is not valid\./)
  expect(error.message).toContain("The value was cut at #.")
})

test("ignores a hint function that throws or returns something other than a string", async () => {
  const hints = [
    () => {
      throw new Error("EXAMPLE_NOT_A_REAL_SECRET")
    },
    () => undefined,
  ]
  for (const hint of hints) {
    const error = (await thrownBy(() =>
      clientOf(parseSourceDocument({ content: "{", hint, from: "store" }, {})),
    )) as Error
    expect(error).toMatchObject({ code: "invalid" })
    expect(error.message).not.toContain("EXAMPLE")
  }
})
