import { inspect } from "node:util"
import { findLeaks } from "@client-secrets/conformance"
import { toOpenidClient } from "@client-secrets/oauth/openid-client"
import * as openid from "openid-client"
import { afterAll, beforeAll, expect, test } from "vitest"
import { print, rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { type Redirecting, startRedirecting } from "./fixtures/redirecting.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
let redirecting: Redirecting
beforeAll(async () => {
  ;[provider, redirecting] = await Promise.all([startProvider(), startRedirecting()])
})
afterAll(() => Promise.all([provider.close(), redirecting.close()]))

test.each(["post", "public"] as const)("the library signs in at the file's provider as a %s client", async kind => {
  const configuration = new openid.Configuration(...toOpenidClient(await provider.load(kind)))
  openid.allowInsecureRequests(configuration)
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()]
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: provider.secrets(kind).redirectUris[0]!,
    scope: "openid profile",
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
  })
  expect(url.href.startsWith(`${provider.issuer}/auth?`)).toBe(true)
  const callback = new URL(await robot.signIn(url.href))
  const tokens = await openid.authorizationCodeGrant(configuration, callback, {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
  })
  expect(tokens.claims()).toMatchObject({ sub: "ada", name: "Ada Lovelace" })
})

test("the library authenticates as the file's client is registered", async () => {
  const options = { clientAuthentication: "client_secret_basic" } as const
  const configuration = new openid.Configuration(...toOpenidClient(await provider.load("basic"), options))
  openid.allowInsecureRequests(configuration)
  // The client is accepted; only the refresh token does not exist.
  const error = await rejectionOf(openid.refreshTokenGrant(configuration, "EXAMPLE_REFRESH_TOKEN"))
  expect(error).toMatchObject({ error: "invalid_grant" })
})

test("a token endpoint that redirects to another origin gets no secret there", async () => {
  const configuration = new openid.Configuration(...toOpenidClient(redirecting.secrets))
  openid.allowInsecureRequests(configuration)
  await rejectionOf(openid.refreshTokenGrant(configuration, "EXAMPLE_REFRESH_TOKEN"))
  expect(redirecting.reached).toEqual([])
})

// The library copies the metadata into an object with a prototype, and reads what the file does not name from it.
test.each([
  ["revocation_endpoint", (one: openid.Configuration) => openid.tokenRevocation(one, "EXAMPLE_REFRESH_TOKEN")],
  ["introspection_endpoint", (one: openid.Configuration) => openid.tokenIntrospection(one, "EXAMPLE_ACCESS_TOKEN")],
  ["userinfo_endpoint", (one: openid.Configuration) => openid.fetchUserInfo(one, "EXAMPLE_ACCESS_TOKEN", "ada")],
  ["device_authorization_endpoint", (one: openid.Configuration) => openid.initiateDeviceAuthorization(one, {})],
  [
    "pushed_authorization_request_endpoint",
    (one: openid.Configuration) => openid.buildAuthorizationUrlWithPAR(one, {}),
  ],
])("sends nothing to a %s on Object.prototype", async (name, call) => {
  const requests: string[] = []
  const polluted = Object.prototype as Record<string, unknown>
  const configuration = new openid.Configuration(...toOpenidClient(await provider.load("post")))
  configuration[openid.customFetch] = async url => {
    requests.push(url)
    return new Response("{}", { headers: { "content-type": "application/json" } })
  }
  polluted[name] = "https://attacker.example/endpoint"
  try {
    await Promise.resolve(call(configuration)).catch(() => {})
  } finally {
    delete polluted[name]
  }
  expect(requests).toEqual([])
})

test("sends nothing to an alias of the token endpoint on Object.prototype", async () => {
  const requests: string[] = []
  const polluted = Object.prototype as Record<string, unknown>
  const configuration = new openid.Configuration(...toOpenidClient(await provider.load("post")))
  openid.allowInsecureRequests(configuration)
  configuration[openid.customFetch] = async url => {
    requests.push(new URL(url).hostname)
    return new Response("{}", { headers: { "content-type": "application/json" } })
  }
  const aliases = { token_endpoint: "https://attacker.example/token" }
  Object.assign(polluted, { use_mtls_endpoint_aliases: true, mtls_endpoint_aliases: aliases })
  try {
    await openid.refreshTokenGrant(configuration, "EXAMPLE_REFRESH_TOKEN").catch(() => {})
  } finally {
    delete polluted["use_mtls_endpoint_aliases"]
    delete polluted["mtls_endpoint_aliases"]
  }
  expect(requests).toEqual(["127.0.0.1"])
})

test("the library reads no address from Object.prototype, even where it sends no request in this test", async () => {
  const names = [
    ...["revocation_endpoint", "userinfo_endpoint", "introspection_endpoint", "device_authorization_endpoint"],
    ...["pushed_authorization_request_endpoint", "backchannel_authentication_endpoint", "registration_endpoint"],
    ...["end_session_endpoint", "jwks_uri", "mtls_endpoint_aliases"],
  ]
  const configuration = new openid.Configuration(...toOpenidClient(await provider.load("post")))
  const polluted = Object.prototype as Record<string, unknown>
  for (const name of names) polluted[name] = "https://attacker.example"
  try {
    const server: Readonly<Record<string, unknown>> = configuration.serverMetadata()
    expect(names.filter(name => server[name] === "https://attacker.example")).toEqual([])
  } finally {
    for (const name of names) delete polluted[name]
  }
})

test("printing: the configuration contains no secret, but its arguments do", () => {
  const given = toOpenidClient(redirecting.secrets)
  const configuration = new openid.Configuration(...given)
  const texts = { ...print(configuration), inspect: inspect(configuration, { showHidden: true, depth: 9 }) }
  expect(findLeaks([redirecting.clientSecret], texts)).toEqual([])
  expect(JSON.stringify(given)).toContain(redirecting.clientSecret)
})

test("passes on the file's other endpoints; without an issuer the error says what to do", () => {
  const secrets = {
    ...provider.secrets("post"),
    revokeUri: `${provider.issuer}/r`,
    userinfoUri: `${provider.issuer}/me`,
  }
  const [server] = toOpenidClient({ ...secrets, tokenIntrospectionUri: `${provider.issuer}/i` })
  expect(server).toMatchObject({
    revocation_endpoint: `${provider.issuer}/r`,
    userinfo_endpoint: `${provider.issuer}/me`,
    introspection_endpoint: `${provider.issuer}/i`,
  })
  const { issuer, ...without } = secrets
  expect(() => toOpenidClient(without as never)).toThrow(/^openid-client needs to know the provider/)
  expect(toOpenidClient(without as never, { issuer: provider.issuer })[0].issuer).toBe(provider.issuer)
})
