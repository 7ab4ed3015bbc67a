import { createCodeFlow } from "@client-secrets/oauth"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.close())

test("gets and refreshes tokens at a real provider", async () => {
  const flow = createCodeFlow(provider.secrets("post"), { scope: "profile" })
  const request = await flow.authorizationRequest()
  const tokens = await flow.exchange(await robot.signIn(request.url), request)
  expect(tokens.accessToken.reveal()).not.toBe("")
  expect(Object.keys(flow).sort()).toEqual(["authorizationRequest", "exchange", "refresh"])
})

test("refuses openid, since it verifies no ID token", () => {
  expect(() => createCodeFlow(provider.secrets("post"), { scope: "openid" })).toThrow(TypeError)
})
