import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { ClientSecretsError } from "@client-secrets/core"
import { type AuthorizationRequest, createFlow, type Flow } from "@client-secrets/oauth"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { isSameUri } from "../src/client/uri.ts"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { print, rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
let liar: Liar
beforeAll(async () => {
  ;[provider, liar] = await Promise.all([startProvider(), startLiar()])
})
afterAll(() => Promise.all([provider.close(), liar.close()]))
beforeEach(() => {
  liar.requests.length = 0
})

const scope = "openid profile offline_access"

function tokenRequests(): number {
  return provider.requests.filter(request => request === "POST /token").length
}

function change(callback: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(callback)
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  return url.href
}

describe("sends nothing for a callback with", () => {
  let flow: Flow
  let request: AuthorizationRequest
  let callback: string
  beforeAll(async () => {
    flow = createFlow(provider.secrets("post"), { scope })
    request = await flow.authorizationRequest({ prompt: "consent" })
    callback = await robot.signIn(request.url)
  })

  test.each([
    ["a forged state", { state: "A".repeat(43) }],
    ["no state", { state: undefined }],
    ["an empty state", { state: "" }],
    ["a forged state with an error", { state: "A".repeat(43), error: "access_denied" }],
    ["the issuer of another server (mix-up)", { iss: "https://attacker.example" }],
    ["an issuer that only begins the same", { iss: "http://127.0.0.1.attacker.example" }],
    ["no issuer, although the server always sends it", { iss: undefined }],
    ["no code", { code: undefined }],
    ["an empty code", { code: "" }],
  ])("%s", async (_, parameters) => {
    const before = tokenRequests()
    const error = await rejectionOf(flow.exchange(change(callback, parameters), request))
    expect(error).toMatchObject({ code: "untrusted_response" })
    expect(tokenRequests()).toBe(before)
  })

  test.each(["code", "state", "iss"])("a second %s", async name => {
    const before = tokenRequests()
    const twice = `${callback}&${name}=${new URL(callback).searchParams.get(name)}`
    await expect(flow.exchange(twice, request)).rejects.toMatchObject({ code: "untrusted_response" })
    expect(tokenRequests()).toBe(before)
  })

  test("the parameters of an earlier sign-in", async () => {
    const before = tokenRequests()
    const next = await flow.authorizationRequest()
    await expect(flow.exchange(callback, next)).rejects.toThrow("its state differs")
    expect(tokenRequests()).toBe(before)
  })

  test.each([
    ["the verifier", { codeVerifier: undefined }],
    ["the state", { state: undefined }],
    ["the nonce", { nonce: undefined }],
    ["an empty state", { state: "" }],
    ["a short verifier", { codeVerifier: "short" }],
  ])("sends nothing for a request that lost %s in the session", async (_, part) => {
    const before = tokenRequests()
    const crippled = { ...request, ...part } as AuthorizationRequest
    const error = await rejectionOf(flow.exchange(change(callback, { state: crippled.state }), crippled))
    expect(error).toBeInstanceOf(TypeError)
    expect(tokenRequests()).toBe(before)
  })

  test("sends nothing for a request of another client or server", async () => {
    const before = tokenRequests()
    const otherClient = await createFlow(provider.secrets("basic"), { scope }).authorizationRequest()
    const otherServer = await createFlow(liar.secrets(), { scope: "a" }).authorizationRequest()
    for (const other of [otherClient, { ...otherServer, nonce: "A".repeat(43) }]) {
      const forged = change(callback, { state: other.state })
      await expect(flow.exchange(forged, other)).rejects.toThrow(
        "exchange() expects the object that authorizationRequest() returned",
      )
    }
    expect(tokenRequests()).toBe(before)
  })

  test("refuses a request with another nonce or verifier", async () => {
    const before = tokenRequests()
    const planted = Object.prototype as Record<string, unknown>
    const { nonce, codeVerifier, ...rest } = request
    Object.assign(planted, { nonce, codeVerifier })
    try {
      await expect(flow.exchange(callback, rest as AuthorizationRequest)).rejects.toBeInstanceOf(TypeError)
    } finally {
      delete planted["nonce"]
      delete planted["codeVerifier"]
    }
    expect(tokenRequests()).toBe(before)
  })

  test("refuses anything that is not a URL", async () => {
    await expect(flow.exchange("http://[", request)).rejects.toBeInstanceOf(TypeError)
  })

  test("accepts only path and query, and a code only once", async () => {
    const { pathname, search } = new URL(callback)
    const tokens = await flow.exchange(pathname + search, request)
    expect(tokens.claims).toMatchObject({ sub: "ada", name: "Ada Lovelace" })
    const error = await rejectionOf(flow.exchange(callback, request))
    expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "token", error: "invalid_grant" } })
    // A replayed code revokes the tokens issued for it (RFC 6749 section 4.1.2).
    await expect(flow.refresh(tokens)).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
  })
})

test("the server refuses a code without its verifier", async () => {
  const flow = createFlow(provider.secrets("post"), { scope })
  const request = await flow.authorizationRequest()
  const callback = await robot.signIn(request.url)
  const stolen = { ...request, codeVerifier: "A".repeat(43) }
  await expect(flow.exchange(callback, stolen)).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
})

test("reports a refused consent with the provider's error and its meaning", async () => {
  const flow = createFlow(provider.secrets("post"), { scope })
  const request = await flow.authorizationRequest({ prompt: "consent" })
  const error = await rejectionOf(flow.exchange(await robot.signIn(request.url, "deny"), request))
  expect(ClientSecretsError.is(error) && error.provider).toEqual({
    endpoint: "authorization",
    error: "access_denied",
    description: "End-User aborted interaction",
    hint: expect.stringContaining("The user declined"),
  })
})

test("prints nothing of a request that the authorization endpoint echoes", async () => {
  const secrets = liar.secrets()
  const flow = createFlow(secrets, { scope: "openid", issuer: metadataOf(liar.issuer) })
  const request = await flow.authorizationRequest()
  const code = freshSecret()
  const held = { state: request.state, verifier: request.codeVerifier, nonce: request.nonce!, code }
  const base64 = (text: string) => Buffer.from(`.${text}`).toString("base64")
  const said: string[] = []
  for (const value of Object.values(held))
    said.push(value, value.slice(5, 13), value.toUpperCase(), encodeURIComponent(value), base64(value), `a${value}b`)
  said.push(request.url.slice(-200))
  for (const text of said)
    for (const answer of [{ error: "access_denied", error_description: text }, { error: text.slice(0, 60) }]) {
      const query = new URLSearchParams({ ...answer, state: request.state, code } as Record<string, string>)
      const error = await rejectionOf(flow.exchange(`${request.redirectUri}?${query}`, request))
      expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "authorization" } })
      assertNoLeak([...Object.values(held), "EXAMPLE_NOT_A_REAL_SECRET"], print(error))
    }
  expect(liar.requests).toEqual([])
})

describe("without a known issuer", () => {
  test("does not compare an issuer in the callback, and does not return an ID token that was not requested", async () => {
    const { issuer, ...secrets } = liar.secrets()
    liar.answers["/token"] = () => ({
      body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token: "not.a.token" },
    })
    const flow = createFlow(secrets as never, { scope: "a" }) as Flow
    const request = await flow.authorizationRequest()
    const callback = `${request.redirectUri}?code=one&state=${request.state}&iss=https://any.example`
    const tokens = await flow.exchange(callback, request)
    expect(tokens).toMatchObject({ tokenType: "bearer", scope: "a" })
    expect(Object.keys(tokens).sort()).toEqual(["accessToken", "scope", "tokenType"])
    expect(liar.requests.map(({ path }) => path)).toEqual(["/token"])
  })

  test("throws a TypeError for an issuer that is not a URL, and never treats it as equal to another", () => {
    const { issuer, ...secrets } = liar.secrets()
    for (const wrong of ["as.example.com", ""])
      expect(() => createFlow(secrets as never, { scope: "a", issuer: wrong })).toThrow(
        /^The issuer must be a full URL/,
      )
    expect(isSameUri("as.example.com", "attacker.example")).toBe(false)
  })

  test("openid, revoke and the device flow say what is missing", async () => {
    const { issuer, ...secrets } = liar.secrets()
    expect(() => createFlow(secrets as never, { scope: "openid" })).toThrow(
      /^The scope openid needs to know the provider/,
    )
    const flow = createFlow(secrets as never, { scope: "a" }) as Flow
    await expect(flow.revoke("EXAMPLE_TOKEN")).rejects.toThrow(/^No revocation endpoint is known/)
    await expect(flow.deviceAuthorization()).rejects.toThrow(/^No device authorization endpoint is known/)
    await expect(flow.deviceAuthorization()).rejects.toMatchObject({ code: "unsupported" })
  })
})

describe("hd", () => {
  test.each([
    ["example.com", "example.com", true],
    ["example.com", "evil.example", false],
    ["example.com", undefined, false],
    ["*", "any.example", true],
    ["*", undefined, false],
  ])("requested %s, in the ID token %s: accepted %s", async (hd, claim, taken) => {
    const flow = createFlow(liar.secrets(), { scope: "openid", issuer: metadataOf(liar.issuer) })
    const request = await flow.authorizationRequest({ hd })
    liar.answers["/token"] = async () => {
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: liar.issuer, sub: "ada", aud: "liar-client", iat: now, exp: now + 60, nonce: request.nonce }
      const id_token = await liar.sign({ ...claims, hd: claim })
      return { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", id_token } }
    }
    // A session that stored less of the request does not disable the check.
    const { hd: _, ...less } = request
    for (const kept of [request, less]) {
      const exchange = flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, kept)
      if (taken) expect((await exchange).claims?.hd).toBe(claim)
      else await expect(exchange).rejects.toThrow("the domain that hd asked for")
    }
  })
})
