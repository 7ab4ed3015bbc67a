import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { findLeaks } from "@client-secrets/conformance"
import { createFlow } from "@client-secrets/oauth"
import { afterAll, beforeAll, expect, test } from "vitest"
import { redirectUri, startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

const script = fileURLToPath(new URL("../accounts/check-account.mjs", import.meta.url))
let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.close())

function run(env: Record<string, string>, ...parameters: string[]) {
  return new Promise<{ status: number | null; stdout: string; stderr: string }>(resolve => {
    const child = execFile(process.execPath, [script, ...parameters], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    )
  })
}

test("the weekly check refreshes a token, reads the user, and prints neither secret nor token", async () => {
  const secrets = await provider.load("post")
  const flow = createFlow(secrets, { scope: "openid email offline_access", redirectUri })
  const request = await flow.authorizationRequest({ prompt: "consent" })
  const tokens = await flow.exchange(await robot.signIn(request.url), request)
  const { type, ...members } = provider.file("post")
  const values = [members.client_secret!, tokens.refreshToken!.reveal()]
  const env = { ACCOUNT_CLIENT_SECRETS: JSON.stringify({ [type]: members }), ACCOUNT_REFRESH_TOKEN: values[1]! }

  const good = await run(env, "example")
  expect(good.stderr).toBe("")
  expect(good.stdout).toMatch(/example: refreshed; scope "[\w ]+", \d+ s\nexample: userinfo names a user\n/)

  const bad = await run({ ...env, ACCOUNT_REFRESH_TOKEN: "EXAMPLE_NOT_A_REAL_TOKEN" }, "example")
  expect([bad.status, bad.stdout]).toEqual([1, ""])
  expect(bad.stderr).toMatch(/^example: rejected\n/)
  expect(findLeaks(values, { good: `${good.stdout}${good.stderr}`, bad: `${bad.stdout}${bad.stderr}` })).toEqual([])
  expect(await run({}, "example")).toMatchObject({ status: 2 })
})
