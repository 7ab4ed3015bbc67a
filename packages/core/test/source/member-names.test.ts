import { type ClientSecretsError, loadClientSecrets, type Source } from "@client-secrets/core"
import { expect, test } from "vitest"

// Key/value pairs as people type them into the console of a store.
const load = (members: Readonly<Record<string, string | readonly string[]>>) => {
  const source: Source = { name: "a store", read: async () => ({ members }) }
  return loadClientSecrets(source, { type: "web" })
}
const [id, secret, uri] = [
  "id.apps.googleusercontent.com",
  "EXAMPLE_NOT_A_REAL_ONE",
  "https://app.example.com/callback",
]

test.each([
  ["client_id", "client_secret", "redirect_uris"],
  ["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URIS"],
  ["clientId", "clientSecret", "redirectUris"],
  ["client-id", "client-secret", "redirect-uris"],
  ["Client ID", "Client secret", "Redirect URIs"],
  ["clientid", "clientsecret", "redirecturis"],
])("reads %s, %s and %s as the members of a client", async (idName, secretName, urisName) => {
  const client = await load({
    [idName]: id,
    [secretName]: secret,
    [urisName]: uri,
    AUTH_URI: "https://as.example.com/a",
    TokenUri: "https://as.example.com/t",
  })
  expect([client.clientId, client.redirectUris]).toEqual([id, [uri]])
  expect(client.clientSecret.reveal()).toBe(secret)
  expect([client.authUri, client.tokenUri]).toEqual(["https://as.example.com/a", "https://as.example.com/t"])
})

test("with only one endpoint, in another spelling, the other one is missing: Google's are not filled in", async () => {
  const failure = await load({
    client_id: id,
    client_secret: secret,
    redirect_uris: uri,
    "Token URI": "https://as.example.com/t",
  }).catch((error: ClientSecretsError) => error)
  expect((failure as ClientSecretsError).issues.map(({ code, path }) => [code, ...path])).toEqual([
    ["missing", "web", "auth_uri"],
  ])
})

test("the exact name takes precedence, and a second spelling is an unknown member", async () => {
  const client = await load({ "Client ID": "another", client_id: id, client_secret: secret, redirect_uris: uri })
  expect(client.clientId).toBe(id)
  expect(client.extra.names).toEqual(["Client ID"])
})

test("ignores inherited names of Object.prototype", async () => {
  const polluted = Object.prototype as { client_id?: string }
  polluted.client_id = "planted"
  try {
    expect((await load({ clientId: id, client_secret: secret, redirect_uris: uri })).clientId).toBe(id)
  } finally {
    delete polluted.client_id
  }
})
