import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import { findLeaks } from "@client-secrets/conformance"
import { createFlow, type Flow } from "@client-secrets/oauth"
import { connectGoogleAuthLibrary, toGoogleAuthLibrary } from "@client-secrets/oauth/google-auth-library"
import { calendar } from "@googleapis/calendar"
import { ClientAuthentication, CodeChallengeMethod, OAuth2Client } from "google-auth-library"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { print, rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider, toSecrets } from "./fixtures/provider.ts"
import { type Redirecting, startRedirecting } from "./fixtures/redirecting.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
let redirecting: Redirecting
beforeAll(async () => {
  ;[provider, redirecting] = await Promise.all([startProvider(), startRedirecting()])
})
afterAll(() => Promise.all([provider.close(), redirecting.close()]))

test("the library signs in at the file's provider, and its API clients send the token", async () => {
  const client = new OAuth2Client(toGoogleAuthLibrary(await provider.load("post")))
  const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync()
  const url = client.generateAuthUrl({
    scope: "openid profile offline_access",
    prompt: "consent",
    state: "any",
    code_challenge: codeChallenge!,
    code_challenge_method: CodeChallengeMethod.S256,
  })
  expect(url.startsWith(`${provider.issuer}/auth?`)).toBe(true)
  const code = new URL(await robot.signIn(url)).searchParams.get("code")!
  const { tokens } = await client.getToken({ code, codeVerifier })
  client.setCredentials(tokens)
  expect(tokens.access_token).toBeTruthy()
  const { credentials } = await client.refreshAccessToken()
  expect(credentials.access_token).not.toBe(tokens.access_token)

  // An API of googleapis, on our own server.
  const seen: string[] = []
  const api = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    response.writeHead(200, { "content-type": "application/json", connection: "close" }).end('{"items":[]}')
  })
  await new Promise<void>(resolve => api.listen(0, "127.0.0.1", resolve))
  const rootUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/`
  await calendar({ version: "v3", auth: client, rootUrl }).calendarList.list()
  expect(seen).toEqual([`GET /calendar/v3/users/me/calendarList Bearer ${credentials.access_token}`])
  api.close()
})

test("in a local program the library gets only access tokens: for a list, after expiry, after a 401", async () => {
  const secrets = provider.secrets("post")
  const flow = createFlow(secrets, { scope: "openid profile offline_access" }) as Flow
  const request = await flow.authorizationRequest({ prompt: "consent" })
  const session = flow.authorization(await flow.exchange(await robot.signIn(request.url), request))
  const refreshTokens = [session.tokens?.refreshToken?.reveal()]
  const client = connectGoogleAuthLibrary(new OAuth2Client(), session)

  const seen: string[] = []
  const statuses: number[] = []
  const api = createServer((request, response) => {
    seen.push(`${request.headers.authorization}`)
    response.writeHead(statuses.shift() ?? 200, { "content-type": "application/json", connection: "close" })
    response.end('{"items":[{"summary":"Birthdays"}]}')
  })
  await new Promise<void>(resolve => api.listen(0, "127.0.0.1", resolve))
  const rootUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/`
  const google = calendar({ version: "v3", auth: client, rootUrl })
  const list = async () => (await google.calendarList.list()).data.items?.[0]?.summary
  const current = () => `Bearer ${session.tokens?.accessToken.reveal()}`

  // A list, and several requests in parallel: no refresh is needed.
  expect(await Promise.all([list(), list(), list()])).toEqual(Array(3).fill("Birthdays"))
  expect(new Set(seen)).toEqual(new Set([current()]))
  expect(session.tokens?.refreshToken?.reveal()).toBe(refreshTokens[0])

  // The token expires.
  client.setCredentials({ ...client.credentials, expiry_date: Date.now() - 1 })
  expect(await list()).toBe("Birthdays")
  refreshTokens.push(session.tokens?.refreshToken?.reveal())
  expect(seen.at(-1)).toBe(current())
  expect(seen.at(-1)).not.toBe(seen[0])

  // The API refuses the token once.
  statuses.push(401)
  expect(await list()).toBe("Birthdays")
  refreshTokens.push(session.tokens?.refreshToken?.reveal())
  expect(seen.slice(-2)).toEqual([seen[3], current()])
  expect(new Set(refreshTokens).size).toBe(3)

  const text = inspect(client, { showHidden: true, depth: 9 }) + JSON.stringify(client.credentials)
  const held = [secrets.clientSecret!.reveal(), ...refreshTokens.map(String)]
  expect(held.filter(value => text.includes(value))).toEqual([])
  expect(client.credentials.refresh_token).toBeUndefined()
  api.close()
})

test("the library alone replaces a rotated refresh token with the old one, so local programs use the handler", async () => {
  const client = new OAuth2Client(toGoogleAuthLibrary(await provider.load("post")))
  const flow = createFlow(provider.secrets("post"), { scope: "openid profile offline_access" }) as Flow
  const request = await flow.authorizationRequest({ prompt: "consent" })
  const { refreshToken } = await flow.exchange(await robot.signIn(request.url), request)
  client.setCredentials({ refresh_token: refreshToken!.reveal() })
  const { credentials } = await client.refreshAccessToken()
  // The provider has rotated it: this one is invalid.
  expect(credentials.refresh_token).toBe(refreshToken!.reveal())
  await expect(flow.refresh(refreshToken!)).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
})

test.each([
  ["client_secret_basic", "ClientSecretBasic"],
  ["client_secret_post", "ClientSecretPost"],
] as const)("%s is what the library calls %s", async (clientAuthentication, name) => {
  const secrets = provider.secrets("post")
  expect(toGoogleAuthLibrary(secrets, { clientAuthentication }).clientAuthentication).toBe(ClientAuthentication[name])
})

describe("a token endpoint that redirects to another origin", () => {
  test("gets no secret there through the bridge", async () => {
    const client = new OAuth2Client(toGoogleAuthLibrary(redirecting.secrets))
    await rejectionOf(client.getToken({ code: "EXAMPLE_CODE", codeVerifier: "x" }))
    client.setCredentials({ refresh_token: "EXAMPLE_REFRESH_TOKEN" })
    await rejectionOf(client.refreshAccessToken())
    expect(redirecting.reached).toEqual([])
  })

  test("gets it with a client made without the bridge, which shows why the bridge exists", async () => {
    const { transporterOptions, ...withoutIt } = toGoogleAuthLibrary(redirecting.secrets)
    await new OAuth2Client(withoutIt).getToken({ code: "EXAMPLE_CODE", codeVerifier: "x" })
    expect(redirecting.reached.join()).toContain(redirecting.clientSecret)
    redirecting.reached.length = 0
  })
})

test("printing: the library's client and its options contain the secret in plain text, its errors do not", async () => {
  const options = toGoogleAuthLibrary(redirecting.secrets)
  const client = new OAuth2Client(options)
  const leaks = (value: unknown) => findLeaks([redirecting.clientSecret], print(value)).map(({ where }) => where)
  expect(leaks(options)).toContain("json")
  expect(inspect(client)).toContain(redirecting.clientSecret)
  expect(leaks(await rejectionOf(client.getToken({ code: "EXAMPLE_CODE", codeVerifier: "x" })))).toEqual([])
})

test("does not send another provider's tokens to Google", () => {
  const client = new OAuth2Client(toGoogleAuthLibrary(provider.secrets("post")))
  expect(String(client.endpoints.oauth2RevokeUrl)).toMatch(/\.invalid$/)
  expect(String(client.endpoints.tokenInfoUrl)).toMatch(/\.invalid$/)
  expect(client.issuers).toEqual([provider.issuer])
  const own = { ...provider.secrets("post"), revokeUri: `${provider.issuer}/token/revocation` }
  expect(new OAuth2Client(toGoogleAuthLibrary(own)).endpoints.oauth2RevokeUrl).toBe(own.revokeUri)
})

describe("a Google file", () => {
  const secrets = toSecrets({
    type: "web",
    client_id: "example.apps.googleusercontent.com",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/cb", "http://localhost:3000/cb"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    issuer: undefined as never,
  })

  test("keeps Google's other endpoints", () => {
    const client = new OAuth2Client(toGoogleAuthLibrary(secrets))
    expect(client.endpoints.oauth2RevokeUrl).toBe("https://oauth2.googleapis.com/revoke")
    expect(client.issuers).toContain("https://accounts.google.com")
  })

  test("accepts a redirect URI of the file only", () => {
    expect(toGoogleAuthLibrary(secrets).redirectUri).toBeUndefined()
    expect(toGoogleAuthLibrary(secrets, { redirectUri: "http://localhost:3000/cb" }).redirectUri).toBe(
      "http://localhost:3000/cb",
    )
    expect(() => toGoogleAuthLibrary(secrets, { redirectUri: "http://localhost:3000/" })).toThrow("differs in path")
  })

  test("refuses endpoints that are not all Google's", () => {
    const mixed = { ...secrets, tokenUri: "https://evil.example/token" }
    expect(() => toGoogleAuthLibrary(mixed)).toThrow("token_uri points to https://evil.example")
    expect(() => toGoogleAuthLibrary(mixed, { allowedEndpointOrigins: ["https://evil.example"] })).not.toThrow()
  })
})
