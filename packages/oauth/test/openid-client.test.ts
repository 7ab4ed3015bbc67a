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

test.each(["post", "public"] as const)("the library signs a %s client in at the file's provider", async kind => {
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
  // The client is accepted: it is the refresh token that does not exist.
  const error = await rejectionOf(openid.refreshTokenGrant(configuration, "EXAMPLE_REFRESH_TOKEN"))
  expect(error).toMatchObject({ error: "invalid_grant" })
})

test("a token endpoint that redirects to another origin gets no secret there", async () => {
  const configuration = new openid.Configuration(...toOpenidClient(redirecting.secrets))
  openid.allowInsecureRequests(configuration)
  await rejectionOf(openid.refreshTokenGrant(configuration, "EXAMPLE_REFRESH_TOKEN"))
  expect(redirecting.reached).toEqual([])
})

test("printing: the configuration holds no secret, the arguments that it is made of do", () => {
  const given = toOpenidClient(redirecting.secrets)
  const configuration = new openid.Configuration(...given)
  const texts = { ...print(configuration), inspect: inspect(configuration, { showHidden: true, depth: 9 }) }
  expect(findLeaks([redirecting.clientSecret], texts)).toEqual([])
  expect(JSON.stringify(given)).toContain(redirecting.clientSecret)
})

test("the file's further endpoints go along; without an issuer it says what to do", () => {
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
