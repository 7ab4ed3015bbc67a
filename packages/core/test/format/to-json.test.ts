import { expect, test } from "vitest"
import { parseClientSecrets } from "../../src/format/parse.ts"
import { toClientSecretsJson } from "../../src/format/to-json.ts"

const members = {
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  note: { a: [1, null] },
  token_uri: "https://oauth2.googleapis.com/token",
  redirect_uris: ["https://www.example.com/oauth2callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  client_id: "1234567890-example.apps.googleusercontent.com",
}

test("writes known members in a fixed order, then unknown ones; parsing and writing again returns the same text", () => {
  const text = toClientSecretsJson(parseClientSecrets({ web: members }))
  expect(Object.keys(JSON.parse(text).web)).toEqual([
    "client_id",
    "client_secret",
    "redirect_uris",
    "auth_uri",
    "token_uri",
    "note",
  ])
  expect(JSON.parse(text)).toEqual({ web: members })
  expect(text.endsWith("}\n")).toBe(true)
  expect(toClientSecretsJson(parseClientSecrets(text))).toBe(text)
})

test("keeps a member called __proto__", () => {
  const document = JSON.stringify({ web: members }).replace('"note"', '"__proto__"')
  expect(toClientSecretsJson(parseClientSecrets(document))).toContain('"__proto__": {')
})

test("throws for a value that is not a client, and for unknown members that JSON cannot hold", () => {
  for (const value of [undefined, null, {}, { type: "other" }]) {
    expect(() => toClientSecretsJson(value as never)).toThrow(TypeError)
  }
  for (const note of [1n, [{ deep: Number.NaN }]]) {
    const secrets = parseClientSecrets({ web: { ...members, note } })
    expect(() => toClientSecretsJson(secrets)).toThrow("An unknown member of the client holds a value that JSON cannot")
  }
})

test("writes a number that is too large for JavaScript so that it reads as the same value", () => {
  const document = JSON.stringify({ web: members }).replace(
    '"note":',
    '"sizes": [1e400, {"least": -1e400}, 5], "note":',
  )
  const text = toClientSecretsJson(parseClientSecrets(document))
  expect(text).toContain("1e400,")
  expect(JSON.parse(text).web.sizes).toEqual([Number.POSITIVE_INFINITY, { least: Number.NEGATIVE_INFINITY }, 5])
  expect(toClientSecretsJson(parseClientSecrets(text))).toBe(text)
})
