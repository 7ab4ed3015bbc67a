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

test("makes the file that a real provider could have handed out, and the flow signs in with it", async () => {
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

test("an installed public client", async () => {
  const secrets = await fromDiscovery(liar.issuer, { type: "installed", clientId: "id", redirectUris })
  expect(secrets).toMatchObject({ type: "installed", clientId: "id", redirectUris })
  expect("clientSecret" in secrets).toBe(false)
})

test("a secret that is a Secret already", async () => {
  const clientSecret = createSecret("EXAMPLE_NOT_A_REAL_SECRET")
  const secrets = await fromDiscovery(liar.issuer, { clientId: "id", clientSecret, redirectUris })
  expect(secrets.clientSecret.equals(clientSecret)).toBe(true)
})

test.each([
  ["another issuer's document", { issuer: "https://attacker.example" }, { code: "untrusted_response" }],
  ["no token endpoint", { token_endpoint: undefined }, { code: "invalid" }],
  ["an insecure endpoint", { token_endpoint: "http://evil.example/token" }, { code: "invalid" }],
  ["an endpoint in a private network", { token_endpoint: "https://10.0.0.1/token" }, { code: "invalid" }],
])("%s is refused", async (_, part, want) => {
  const right = liar.answers["/.well-known/openid-configuration"]!
  liar.answers["/.well-known/openid-configuration"] = () => ({ body: { ...metadataOf(liar.issuer), ...part } })
  try {
    const made = fromDiscovery(liar.issuer, { clientId: "id", clientSecret: "EXAMPLE_NOT_A_REAL_SECRET", redirectUris })
    await expect(made).rejects.toMatchObject(want)
  } finally {
    liar.answers["/.well-known/openid-configuration"] = right
  }
})

test("what the caller gives is checked as a file's members are", async () => {
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
