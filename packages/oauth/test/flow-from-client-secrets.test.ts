import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createLoader } from "@client-secrets/core"
import { fileSource } from "@client-secrets/file"
import { flowFromClientSecrets } from "@client-secrets/oauth"
import { afterAll, beforeAll, expect, test } from "vitest"
import { rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
const folder = mkdtempSync(join(tmpdir(), "rotated-"))
const path = join(folder, "client_secrets.json")
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await provider.close()
})

const scope = "openid profile offline_access"

function writeFile(): void {
  const { type, ...members } = provider.file("post")
  writeFileSync(path, JSON.stringify({ [type]: members }))
}

test("uses a secret that was rotated at the provider and in the file, without a restart", async () => {
  writeFile()
  const loader = createLoader(fileSource(path))
  const flow = flowFromClientSecrets(loader, { scope })
  const request = await flow.authorizationRequest({ prompt: "consent" })
  const tokens = await flow.exchange(await robot.signIn(request.url), request)
  const before = await loader.get()

  const next = await flow.authorizationRequest({ prompt: "consent" })
  const callback = await robot.signIn(next.url)
  provider.rotateSecret("post")
  writeFile()
  // The loader's copy is still fresh, and wrong.
  expect((await loader.get()).clientSecret.equals(before.clientSecret)).toBe(true)
  const posts = () => provider.requests.filter(request => request === "POST /token").length
  const posted = posts()
  expect((await flow.exchange(callback, next)).claims?.sub).toBe("ada")
  expect(posts()).toBe(posted + 2)
  expect((await loader.get()).clientSecret.equals(before.clientSecret)).toBe(false)
  await flow.refresh(tokens)
  expect(posts()).toBe(posted + 3)
})

test("if the file still has the old secret, rejects with the provider's error after one attempt", async () => {
  writeFile()
  const flow = flowFromClientSecrets(fileSource(path), { scope })
  const request = await flow.authorizationRequest()
  const callback = await robot.signIn(request.url)
  provider.rotateSecret("post")
  const posted = provider.requests.length
  const error = await rejectionOf(flow.exchange(callback, request))
  expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "token", error: "invalid_client" } })
  expect((error as Error).message).toContain("did not accept this client ID and secret")
  expect(provider.requests.slice(posted).filter(request => request === "POST /token")).toHaveLength(1)
})

test("rejects with the source's error for a missing file, which is not read before the first call", async () => {
  const flow = flowFromClientSecrets(fileSource(join(folder, "missing.json")), { scope })
  expect(await rejectionOf(flow.authorizationRequest())).toMatchObject({ code: "not_found" })
})

test("throws immediately for invalid options", () => {
  expect(() => flowFromClientSecrets(fileSource(path), { scope: "" })).toThrow(TypeError)
})
