import { randomBytes, randomInt, randomUUID } from "node:crypto"
import { findLeaks } from "@client-secrets/conformance"
import { describe, expect, test } from "vitest"
import { looksSecret, maskSecrets, printPath, printVariablePath } from "../src/index.ts"

const notPrinted = "(a path that is not printed)"

const entraAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-"
// Client secrets as providers issue them, with the share that may look like plain words by chance.
const secretKinds: readonly [kind: string, create: () => string, tolerated: number][] = [
  ["a UUID, as Keycloak before 12", randomUUID, 0],
  ["32 characters of hex", () => randomBytes(16).toString("hex"), 0],
  ["24 of base64url, as Google before 2021", () => randomBytes(18).toString("base64url"), 0.02],
  ["32 of base64url", () => randomBytes(24).toString("base64url"), 0.01],
  ["32 bytes in base64", () => randomBytes(32).toString("base64"), 0.04],
  [
    "40 characters, as Microsoft Entra",
    () => Array.from({ length: 40 }, () => entraAlphabet[randomInt(entraAlphabet.length)]).join(""),
    0.04,
  ],
  ["Google's of today", () => `GOCSPX-${randomBytes(21).toString("base64url")}`, 0],
]

describe.each(secretKinds)("%s", (_, create, tolerated) => {
  const rounds = 2000
  const leaksOf = (print: (secret: string) => string) => {
    let leaks = 0
    for (let round = 0; round < rounds; round++) {
      const secret = create()
      if (findLeaks([secret], { printed: print(secret) }).length > 0) leaks++
    }
    return leaks / rounds
  }

  test("is never printed as the value of a variable that should hold a path", () => {
    expect(leaksOf(printVariablePath)).toBe(0)
  })

  test("is masked as a path, in a path, and in an address", () => {
    expect(leaksOf(printPath)).toBeLessThanOrEqual(tolerated)
    expect(leaksOf(secret => printPath(`/srv/${secret}/x.json`))).toBeLessThanOrEqual(tolerated)
    expect(leaksOf(secret => printPath(`/srv/prefix-${secret}.json`))).toBeLessThanOrEqual(tolerated)
    expect(leaksOf(secret => maskSecrets(`https://config.example/${secret}/x`))).toBeLessThanOrEqual(tolerated)
    expect(leaksOf(secret => maskSecrets(`https://${secret}.config.example/x`))).toBeLessThanOrEqual(tolerated)
  })
})

test("a passphrase in place of a path is not printed", () => {
  for (const phrase of ["correct horse battery staple", "Tr0ub4dor&3 swordfish"]) {
    expect(printVariablePath(phrase)).toBe(notPrinted)
    expect(printPath(phrase)).toBe(notPrinted)
  }
  for (const word of ["swordfish", "correct-horse-battery-staple"]) expect(printVariablePath(word)).toBe(notPrinted)
})

test.each([
  "client_secrets.json",
  "/run/secrets/google_client",
  "./secrets",
  "C:\\Users\\me\\client secrets\\client_secrets.json",
  "../../config/production-europe-west1/client_secret_123456-abc.apps.googleusercontent.com.json",
  "client_secret_123456789012-0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p.apps.googleusercontent.com (1).json",
  "/srv/thisisaverylongnamewithoutanything/x",
  ".env",
  "config/.env.production",
  "file:///srv/x.json",
])("prints the path %s unchanged", path => {
  expect(printPath(path)).toBe(path)
  expect(printVariablePath(path)).toBe(path)
})

test.each(["secrets", "config/google", "my-google-oauth-project"])(
  "prints %s if the program passes it as a path, but not if a variable holds it",
  path => {
    expect(printPath(path)).toBe(path)
    expect(printVariablePath(path)).toBe(notPrinted)
  },
)

test.each([
  ["a document", '{"web":{"client_id":"x"}}'],
  ["a document that ends like a file", '{"web":{"client_id":"x"}}.json'],
  ["quotes", "/it's"],
  ["a line break", "/a\nb"],
  ["a terminal's escape", "/a\u001b[31mb"],
  ["a bidi control", "/a\u202eb"],
  ["a line separator", "/a\u2028b"],
  ["a lone surrogate", "/a\ud800b"],
  ["an address", "https://example.com/x?token=a.json"],
  ["more than 1,024 characters", "/a".repeat(513)],
])("does not print %s", (_, path) => {
  expect(printPath(path)).toBe(notPrinted)
  expect(printVariablePath(path)).toBe(notPrinted)
})

test("does not mask a name that only looks long and random", () => {
  for (const name of [
    "production-europe-west1",
    "MyLongCamelCaseFolderName",
    "configurationserviceproduction",
    "google-oauth-client-AbC3Ef",
    "123456789012345678901234",
  ]) {
    expect(looksSecret(name), name).toBe(false)
  }
  for (const text of [
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/google-oauth-client-AbC3Ef",
    "projects/my-project-12345/secrets/google-client/versions/7",
    "https://configurationservice.production.example/google",
  ]) {
    expect(maskSecrets(text)).toBe(text)
  }
})
