import { expect, test } from "vitest"
import { type AnyClientSecrets, createSecret, parseClientSecrets, toClientSecretsJson } from "../src/index.ts"
import { installed, secretText, webFile, webText } from "./fixtures.ts"
import { reveal } from "./reveal.ts"

test("writes the file, secret included, indented and with a line break at the end", () => {
  const members = {
    client_id: "an-id",
    client_secret: secretText,
    redirect_uris: ["http://localhost"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
  expect(toClientSecretsJson(parseClientSecrets({ installed: members }))).toBe(`{
  "installed": {
    "client_id": "an-id",
    "client_secret": "${secretText}",
    "redirect_uris": [
      "http://localhost"
    ],
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "https://oauth2.googleapis.com/token"
  }
}
`)
})

test("writes known members in one order, then the unknown ones in theirs", () => {
  const shuffled = {
    zebra: 1,
    token_uri: "https://oauth2.googleapis.com/token",
    issuer: "https://accounts.google.com",
    apple: 2,
    ...webFile().web,
  }
  const json = toClientSecretsJson(parseClientSecrets({ web: shuffled }))
  expect(Object.keys(JSON.parse(json).web)).toEqual([
    "client_id",
    "client_secret",
    "redirect_uris",
    "auth_uri",
    "token_uri",
    "auth_provider_x509_cert_url",
    "project_id",
    "javascript_origins",
    "issuer",
    "zebra",
    "apple",
  ])
})

test.each([
  ["a web application", webText()],
  ["a desktop program", JSON.stringify({ installed })],
  ["unknown members", webText({ customer: { name: "one", list: [1, null, true] }, empty: "", nothing: null })],
  [
    "names of Object.prototype",
    webText().replace('"client_id"', '"__proto__": {"a": 1}, "constructor": 2, "toJSON": 3, "client_id"'),
  ],
  ["escapes", webText({ note: '\u2028\u0000"\\\ud800\u{1f511}</script>' })],
  ["a member of another type than its own", webText({ project_id: 5 })],
])("writes what parses to an equal client and is written the same: %s", (_, text) => {
  const client = parseClientSecrets(text)
  const json = toClientSecretsJson(client)
  expect(reveal(parseClientSecrets(json))).toEqual(reveal(client))
  expect(toClientSecretsJson(parseClientSecrets(json))).toBe(json)
})

test("writes no member that is not there", () => {
  const client = parseClientSecrets(
    { installed: { client_id: "an-id" } },
    { optional: ["client_secret", "redirect_uris", "auth_uri", "token_uri"] },
  )
  expect(toClientSecretsJson(client)).toBe('{\n  "installed": {\n    "client_id": "an-id"\n  }\n}\n')
})

test("writes a client that was changed by spreading it", () => {
  const client = { ...parseClientSecrets(webText()), clientSecret: createSecret("EXAMPLE_ROTATED_SECRET") }
  expect(JSON.parse(toClientSecretsJson(client)).web.client_secret).toBe("EXAMPLE_ROTATED_SECRET")
})

test("takes nothing but a client", () => {
  for (const value of [undefined, null, "", 5, {}, { type: "desktop" }, webFile(), webText()])
    expect(() => toClientSecretsJson(value as never)).toThrow(TypeError)
})

test("says nothing of an unknown member that is no JSON", () => {
  const circular: Record<string, unknown> = { text: secretText }
  circular["self"] = circular
  const client = parseClientSecrets({ web: { ...webFile().web, circular, big: 1n } }) as AnyClientSecrets
  expect(() => toClientSecretsJson(client)).toThrow(TypeError)
  expect(() => toClientSecretsJson(client)).not.toThrow(/EXAMPLE|circular|BigInt/)
})
