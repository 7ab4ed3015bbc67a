import { expect, test } from "vitest"
import { safeParseClientSecrets } from "../../src/index.ts"
import { web, webFile, webText } from "../fixtures.ts"

/** The kind that a document is recognized as, from the message of its issue; undefined where no kind is named. */
function kindOf(document: unknown): string | undefined {
  const result = safeParseClientSecrets(document as string)
  if (result.success) return undefined
  expect(result.error.issues).toHaveLength(1)
  const issue = result.error.issues[0]!
  return issue.code === "wrong_kind" ? issue.message : undefined
}

const members = {
  client_id: "1234567890-example.apps.googleusercontent.com",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
}

const objects: [kind: RegExp, document: Record<string, unknown>][] = [
  [
    /service account/,
    {
      type: "service_account",
      project_id: "example-project",
      private_key_id: "0123456789abcdef",
      private_key: "EXAMPLE_NOT_A_REAL_KEY",
      client_email: "one@example-project.iam.gserviceaccount.com",
      client_id: "1234567890",
      auth_uri: web["auth_uri"],
      token_uri: web["token_uri"],
    },
  ],
  [/authorized user/, { type: "authorized_user", ...members, refresh_token: "EXAMPLE_NOT_A_REAL_TOKEN" }],
  [/authorized user/, { ...members, refresh_token: "EXAMPLE_NOT_A_REAL_TOKEN", type: "authorized_user" }],
  [/token/, { access_token: "EXAMPLE", expires_in: 3599, token_type: "Bearer", scope: "email" }],
  [/token/, { token: "EXAMPLE", refresh_token: "EXAMPLE", token_uri: web["token_uri"], ...members, scopes: [] }],
  [
    /external account/,
    {
      type: "external_account",
      audience: "//iam.googleapis.com/x",
      subject_token_type: "urn:x",
      token_url: "https://sts.googleapis.com/v1/token",
    },
  ],
  [/google-services/, { project_info: { project_number: "1" }, client: [], configuration_version: "1" }],
  [/Firebase/, { apiKey: "EXAMPLE", authDomain: "example.firebaseapp.com", projectId: "example" }],
  [
    /discovery/,
    {
      issuer: "https://accounts.google.com",
      authorization_endpoint: web["auth_uri"],
      token_endpoint: web["token_uri"],
    },
  ],
  [/registration/, { ...members, client_id_issued_at: 1, client_secret_expires_at: 0, redirect_uris: [] }],
  [/registration/, { ...members, redirect_uris: [], registration_client_uri: "https://login.example.com/register/1" }],
  // The configuration of AppAuth for Android.
  [/only the inside/, { ...members, redirect_uri: "com.example:/callback", registration_endpoint_uri: "" }],
  [/only the inside/, { ...web }],
]

test.each(objects)("recognizes %s, as an object and as a string", (kind, document) => {
  expect(kindOf(document)).toMatch(kind)
  expect(kindOf(JSON.stringify(document))).toMatch(kind)
})

const base64 = btoa(webText())

const texts: [kind: RegExp, text: string][] = [
  [/service account|key/, "-----BEGIN PRIVATE KEY-----\nEXAMPLE\n-----END PRIVATE KEY-----\n"],
  [/base64/, base64],
  [/base64/, base64.replace(/=+$/, "")],
  [/base64/, btoa('{"web":{}}')],
  [/base64/, btoa('{"web":{"a":1}}')],
  [/base64/, btoa('{"web":{"a":12}}')],
  [/base64/, base64.replace(/.{76}/g, "$&\n")],
  [/base64/, base64.replaceAll("+", "-").replaceAll("/", "_")],
  [/base64/, `${base64}\n`],
  [/twice/, JSON.stringify(webText())],
  [/twice/, webText().replaceAll('"', '\\"')],
  [/twice/, JSON.stringify(webFile()).replaceAll('"', '\\"')],
  [/HTML/, "<!DOCTYPE html>\n<html><head></head></html>"],
  [/HTML/, "<html>"],
  [/dotenv/, "GOOGLE_CLIENT_ID=abc\nGOOGLE_CLIENT_SECRET=def\n"],
  [/dotenv/, "export GOOGLE_CLIENT_ID=abc"],
  [/dotenv/, "GOOGLE_CLIENT_SECRETS='{\"web\": {}}'"],
  [/YAML/, "web:\n  client_id: abc\n"],
  [/YAML/, "---\nweb:\n"],
  [/YAML/, "installed:\n  client_id: abc\n"],
  [/path/, "client_secrets.json"],
  [/path/, "./client_secrets.json"],
  [/path/, "../client_secrets.json"],
  [/path/, "~/client_secrets.json"],
  [/path/, "/run/secrets/google"],
  [/path/, "C:\\Users\\me\\client_secrets.json"],
  [/path/, "file:///run/secrets/client_secrets.json"],
]

test.each(texts.map(([kind, text]) => ({ kind, text, title: `${kind}: ${JSON.stringify(text).slice(0, 40)}` })))(
  "$title",
  ({ kind, text }) => {
    expect(kindOf(text)).toMatch(kind)
  },
)

test("names the kind, and prints nothing of the content", () => {
  for (const [, document] of objects) {
    for (const value of Object.values(document)) {
      if (typeof value === "string" && value.length > 5) expect(kindOf(JSON.stringify(document))).not.toContain(value)
    }
  }
})

test.each([
  ["an object of an unknown kind", { one: 1 }],
  ["an empty object", {}],
  ["a number", 5],
  ["a word", "hello"],
  ["broken JSON", '{"web": {'],
  ["a client file whose quotes a shell removed", JSON.stringify(webFile()).replaceAll('"', "")],
])("%s is not recognized as another kind", (_, document) => {
  expect(kindOf(document)).toBeUndefined()
})

test("a client file with members of another kind is still a client file", () => {
  expect(kindOf(webFile({ private_key: "x", refresh_token: "x", type: "service_account" }))).toBeUndefined()
})
