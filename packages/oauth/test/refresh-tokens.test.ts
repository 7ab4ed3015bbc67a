import { createSecret } from "@client-secrets/core"
import { createFlow, type Flow, type Tokens } from "@client-secrets/oauth"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"

let liar: Liar
let flow: Flow
beforeAll(async () => {
  liar = await startLiar()
  flow = createFlow(liar.secrets(), { scope: "openid a", issuer: metadataOf(liar.issuer) }) as Flow
})
afterAll(() => liar.close())
beforeEach(() => {
  liar.requests.length = 0
})

const claims = { iss: "", sub: "ada", aud: "liar-client", exp: 0, iat: 0 }
const previous: Tokens = {
  accessToken: createSecret("EXAMPLE_OLD_TOKEN"),
  tokenType: "bearer",
  scope: "openid a b",
  refreshToken: createSecret("EXAMPLE_REFRESH_TOKEN"),
  claims,
}

function answerWith(body: object): void {
  liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", ...body } })
}

test.each([
  ["tokens", previous],
  ["a Secret", createSecret("EXAMPLE_REFRESH_TOKEN")],
  ["a string", "EXAMPLE_REFRESH_TOKEN"],
])("accepts %s, and keeps the refresh token if the server returns no other", async (_, token) => {
  answerWith({})
  const tokens = await flow.refresh(token)
  expect(Object.fromEntries(liar.requests[0]!.form)).toEqual({
    grant_type: "refresh_token",
    refresh_token: "EXAMPLE_REFRESH_TOKEN",
    client_id: "liar-client",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  })
  expect(tokens.refreshToken?.reveal()).toBe("EXAMPLE_REFRESH_TOKEN")
})

test("keeps claims and scope of the old tokens if the server returns none", async () => {
  answerWith({})
  expect(await flow.refresh(previous)).toMatchObject({ claims, scope: "openid a b" })
  expect(await flow.refresh("EXAMPLE_REFRESH_TOKEN")).toMatchObject({ scope: "openid a" })
})

test("can request fewer scopes", async () => {
  answerWith({})
  expect((await flow.refresh(previous, { scope: ["openid"] })).scope).toBe("openid")
  expect(liar.requests[0]?.form.get("scope")).toBe("openid")
})

test("returns a rotated refresh token and a new ID token of the same user", async () => {
  const now = Math.floor(Date.now() / 1000)
  const fresh = { ...claims, iss: liar.issuer, iat: now, exp: now + 60, name: "Ada" }
  answerWith({ refresh_token: "EXAMPLE_ROTATED", id_token: await liar.sign(fresh) })
  const tokens = await flow.refresh(previous)
  expect(tokens.refreshToken?.reveal()).toBe("EXAMPLE_ROTATED")
  expect(tokens.claims).toMatchObject({ name: "Ada" })
  answerWith({ id_token: await liar.sign({ ...fresh, sub: "eve" }) })
  await expect(flow.refresh(previous)).rejects.toThrow("The new ID token belongs to another user.")
})

test("throws a TypeError for tokens without a refresh token, which says how to get one", async () => {
  const { refreshToken, ...without } = previous
  await expect(flow.refresh(without)).rejects.toThrow(/^These tokens have no refresh token. .*accessType: "offline"/)
  await expect(flow.refresh(without)).rejects.toBeInstanceOf(TypeError)
  await expect(flow.refresh("")).rejects.toBeInstanceOf(TypeError)
  expect(liar.requests).toEqual([])
})

test("revokes the refresh token, otherwise the access token; without an issuer at the file's endpoint", async () => {
  liar.answers["/revoke"] = () => ({})
  await flow.revoke(previous)
  const { refreshToken, ...without } = previous
  const { issuer, ...secrets } = { ...liar.secrets(), revokeUri: `${liar.issuer}/revoke` }
  await (createFlow(secrets as never, { scope: "a" }) as Flow).revoke(without)
  expect(liar.requests.map(({ form }) => form.get("token"))).toEqual(["EXAMPLE_REFRESH_TOKEN", "EXAMPLE_OLD_TOKEN"])
})
