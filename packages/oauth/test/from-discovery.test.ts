import { createSecret, parseClientSecrets, toClientSecretsJson } from "@client-secrets/core"
import { createFlow } from "@client-secrets/oauth"
import { fromDiscovery } from "@client-secrets/oauth/from-discovery"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
let liar: Liar
beforeAll(async () => {
  ;[provider, liar] = await Promise.all([startProvider(), startLiar()])
})
afterAll(() => Promise.all([provider.close(), liar.close()]))

test("returns a client file like that of a real provider, with which the flow signs in", async () => {
  const { client_id, client_secret, redirect_uris } = provider.file("post")
  const made = await fromDiscovery(provider.issuer, {
    clientId: client_id,
    clientSecret: client_secret!,
    redirectUris: redirect_uris,
  })
  const secrets = parseClientSecrets(toClientSecretsJson(made))
  expect(secrets).toMatchObject({
    type: "web",
    issuer: provider.issuer,
    authUri: `${provider.issuer}/auth`,
    tokenUri: `${provider.issuer}/token`,
    revokeUri: `${provider.issuer}/token/revocation`,
    userinfoUri: `${provider.issuer}/me`,
    tokenIntrospectionUri: `${provider.issuer}/token/introspection`,
  })
  expect(secrets.extra.names).toEqual([])
  const flow = createFlow(secrets, { scope: "openid profile" })
  const request = await flow.authorizationRequest()
  expect((await flow.exchange(await robot.signIn(request.url), request)).claims?.name).toBe("Ada Lovelace")
})

const redirectUris = ["http://127.0.0.1"]

test("accepts an installed public client", async () => {
  const secrets = await fromDiscovery(liar.issuer, { type: "installed", clientId: "id", redirectUris })
  expect(secrets).toMatchObject({ type: "installed", clientId: "id", redirectUris })
  expect("clientSecret" in secrets).toBe(false)
})

test("accepts a secret that already is a Secret", async () => {
  const clientSecret = createSecret("EXAMPLE_NOT_A_REAL_SECRET")
  const secrets = await fromDiscovery(liar.issuer, { clientId: "id", clientSecret, redirectUris })
  expect(secrets.clientSecret.equals(clientSecret)).toBe(true)
})

test.each([
  ["the document of another issuer", { issuer: "https://attacker.example" }, { code: "untrusted_response" }],
  ["a missing token endpoint", { token_endpoint: undefined }, { code: "invalid" }],
  ["an insecure endpoint", { token_endpoint: "http://evil.example/token" }, { code: "invalid" }],
  ["an endpoint in a private network", { token_endpoint: "https://10.0.0.1/token" }, { code: "invalid" }],
])("refuses %s", async (_, part, want) => {
  const right = liar.answers["/.well-known/openid-configuration"]!
  liar.answers["/.well-known/openid-configuration"] = () => ({ body: { ...metadataOf(liar.issuer), ...part } })
  try {
    const made = fromDiscovery(liar.issuer, { clientId: "id", clientSecret: "EXAMPLE_NOT_A_REAL_SECRET", redirectUris })
    await expect(made).rejects.toMatchObject(want)
  } finally {
    liar.answers["/.well-known/openid-configuration"] = right
  }
})

// The file that comes of it would send the secret there: the publisher of a document must not choose a port of this machine.
test.each([
  { authorization_endpoint: "http://127.0.0.1:2375/auth", token_endpoint: "http://127.0.0.1:2375/token" },
  { token_endpoint: "https://localhost./token" },
  { token_endpoint: "https://a.localhost/token" },
  { token_endpoint: "https://203.0.113.1/token" },
  { revocation_endpoint: "https://127.0.0.1/revoke" },
  { userinfo_endpoint: "https://[::1]/userinfo" },
  { introspection_endpoint: "https://localhost/introspect" },
])("an issuer with a name cannot put this machine or an address into the file: %j", async part => {
  const named = metadataOf("https://as.example")
  const fetch = async () => new Response(JSON.stringify({ ...named, ...part }))
  const options = { clientId: "id", clientSecret: "EXAMPLE_NOT_A_REAL_SECRET", redirectUris, fetch: fetch as never }
  await expect(fromDiscovery("https://as.example", options)).rejects.toMatchObject({
    code: "untrusted_response",
    message: expect.stringMatching(/^The issuer names https?:\/\/\S+ as its \w+ endpoint\./),
  })
  const own = await fromDiscovery("https://as.example", {
    ...options,
    fetch: (async () => new Response(JSON.stringify(named))) as never,
  })
  expect(own.tokenUri).toBe("https://as.example/token")
})

test("checks the caller's values like the members of a file", async () => {
  const made = fromDiscovery(liar.issuer, {
    clientId: "YOUR_CLIENT_ID",
    clientSecret: " EXAMPLE ",
    redirectUris: ["not a uri"],
  })
  const error = await made.catch((error: unknown) => error)
  expect((error as { issues: { code: string }[] }).issues.map(({ code }) => code).sort()).toEqual([
    "invalid_uri",
    "placeholder",
    "white_space",
  ])
  await expect(fromDiscovery("as.example.com", { clientId: "id", redirectUris })).rejects.toBeInstanceOf(TypeError)
})
