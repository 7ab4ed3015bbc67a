import { freshSecret } from "@client-secrets/conformance"
import { publicPrefixes } from "@client-secrets/source-kit/public-prefixes"
import { expect, test } from "vitest"
import { publicNamesOf, variableNames } from "../src/variable-names.ts"

test("derives all names from the default one", () => {
  expect(variableNames("GOOGLE_CLIENT_SECRETS", undefined)).toEqual({
    whole: "GOOGLE_CLIENT_SECRETS",
    file: "GOOGLE_CLIENT_SECRETS_FILE",
    clientId: "GOOGLE_CLIENT_ID",
    clientSecret: "GOOGLE_CLIENT_SECRET",
    redirectUris: "GOOGLE_REDIRECT_URIS",
    redirectUri: "GOOGLE_REDIRECT_URI",
    authUri: "GOOGLE_AUTH_URI",
    tokenUri: "GOOGLE_TOKEN_URI",
    impliesGoogle: true,
  })
})

test.each([
  ["ACME_CLIENT_SECRETS", "ACME_CLIENT_ID"],
  ["CLIENT_SECRETS", "CLIENT_ID"],
  ["GOOGLE_API_CREDENTIALS", "GOOGLE_API_CREDENTIALS_CLIENT_ID"],
  ["_X", "_X_CLIENT_ID"],
])("%s leads to %s", (name, clientId) => {
  expect(variableNames(name, undefined)).toMatchObject({ whole: name, file: `${name}_FILE`, clientId })
})

test("a preset changes only the names of the split form", () => {
  expect(variableNames("ACME_CLIENT_SECRETS", "authjs")).toEqual({
    whole: "ACME_CLIENT_SECRETS",
    file: "ACME_CLIENT_SECRETS_FILE",
    clientId: "AUTH_GOOGLE_ID",
    clientSecret: "AUTH_GOOGLE_SECRET",
    redirectUris: undefined,
    redirectUri: undefined,
    authUri: "ACME_AUTH_URI",
    tokenUri: "ACME_TOKEN_URI",
    impliesGoogle: true,
  })
  expect(variableNames("GOOGLE_CLIENT_SECRETS", "nuxt")).toMatchObject({
    clientId: "NUXT_OAUTH_GOOGLE_CLIENT_ID",
    clientSecret: "NUXT_OAUTH_GOOGLE_CLIENT_SECRET",
    redirectUris: "NUXT_OAUTH_GOOGLE_REDIRECT_URL",
  })
})

test.each([
  "",
  "google_client_secrets",
  "GOOGLE-CLIENT-SECRETS",
  "1_CLIENT_SECRETS",
  "GOOGLE CLIENT SECRETS",
  "A".repeat(129),
  `A_${freshSecret().toUpperCase()}1`,
  '{"web":{}}',
  7 as never,
])("rejects the name %j without printing it", name => {
  const attempt = () => variableNames(name, undefined)
  expect(attempt).toThrow(TypeError)
  expect(attempt).toThrow(
    "The option name must be the name of a variable in capitals, such as ACME_CLIENT_SECRETS; received a ",
  )
})

test.each(publicPrefixes)("rejects names with the public prefix %s", prefix => {
  expect(() => variableNames(`${prefix}GOOGLE_CLIENT_SECRETS`, undefined)).toThrow(TypeError)
  expect(publicNamesOf("GOOGLE_CLIENT_SECRET")).toContain(`${prefix}GOOGLE_CLIENT_SECRET`)
})

test("public names are built without Nuxt's own prefix", () => {
  expect(publicNamesOf("NUXT_OAUTH_GOOGLE_CLIENT_SECRET")).toContain("NUXT_PUBLIC_OAUTH_GOOGLE_CLIENT_SECRET")
})

test.each(["auth.js", "toString", "__proto__", null])("rejects the preset %s", preset => {
  expect(() => variableNames("GOOGLE_CLIENT_SECRETS", preset as never)).toThrow(TypeError)
})
