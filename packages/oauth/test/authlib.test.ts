import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { createFlow, type Flow } from "@client-secrets/oauth"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { rejectionOf } from "./fixtures/print.ts"
import { type ClientFile, toSecrets } from "./fixtures/provider.ts"

const python = fileURLToPath(new URL("../../../.venv/bin/python", import.meta.url))
const isThere = spawnSync(python, ["-c", "import authlib"]).status === 0
const title = "against Authlib, a server that shares no code with oidc-provider"

if (!isThere && process.env["CI"] === "true") {
  test(title, () => {
    throw new Error("Authlib is not there: run .ci/install-authlib.sh")
  })
} else if (!isThere) {
  console.warn(`SKIPPED: ${title}: it is not there; .ci/install-authlib.sh installs it`)
}

describe.skipIf(!isThere)(title, () => {
  let child: ChildProcess
  let file: ClientFile
  beforeAll(async () => {
    const members = {
      client_id: "authlib-client",
      client_secret: randomBytes(24).toString("base64url"),
      redirect_uris: ["https://app.example.com/callback"],
    }
    child = spawn(python, [fileURLToPath(new URL("./fixtures/authlib_provider.py", import.meta.url))], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { AUTHLIB_INSECURE_TRANSPORT: "1" },
    })
    child.stdin!.end(JSON.stringify({ web: members }))
    const [port] = await once(child.stdout!, "data")
    const issuer = `http://127.0.0.1:${Number(port)}`
    file = { type: "web", ...members, auth_uri: `${issuer}/authorize`, token_uri: `${issuer}/token`, issuer }
  })
  afterAll(() => child?.kill())

  const scope = "openid profile"

  async function signIn(url: string, decision: "approve" | "deny"): Promise<string> {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams({ decision }), redirect: "manual" })
    const location = response.headers.get("location")
    if (location === null) throw new Error(`no redirect: ${response.status} ${await response.text()}`)
    return location
  }

  test.each(["client_secret_post", "client_secret_basic"] as const)(
    "signs in, refreshes with rotation and revokes (%s)",
    async clientAuthentication => {
      const flow: Flow = createFlow(toSecrets(file), { scope, clientAuthentication } as never)
      const request = await flow.authorizationRequest()
      const tokens = await flow.exchange(await signIn(request.url, "approve"), request)
      expect(tokens.claims).toMatchObject({ sub: "grace", name: "Grace Hopper", iss: file.issuer })
      const next = await flow.refresh(tokens)
      expect(next.refreshToken?.equals(tokens.refreshToken!)).toBe(false)
      await expect(flow.refresh(tokens)).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
      await flow.revoke(next)
      await expect(flow.refresh(next)).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
    },
  )

  test("accepts a code only once, with its own verifier, for its own client", async () => {
    const flow: Flow = createFlow(toSecrets(file), { scope } as never)
    const request = await flow.authorizationRequest()
    const callback = await signIn(request.url, "approve")
    const stolen = flow.exchange(callback, { ...request, codeVerifier: "A".repeat(43) })
    await expect(stolen).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
    const wrong = createFlow(toSecrets({ ...file, client_secret: "EXAMPLE_WRONG_SECRET" }), { scope } as never)
    await expect(wrong.exchange(callback, request)).rejects.toMatchObject({ provider: { error: "invalid_client" } })
    expect((await flow.exchange(callback, request)).claims?.sub).toBe("grace")
    await expect(flow.exchange(callback, request)).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
  })

  test("reports a refused consent as access_denied, and refuses a callback without its issuer", async () => {
    const flow: Flow = createFlow(toSecrets(file), { scope } as never)
    const denied = await flow.authorizationRequest()
    const error = await rejectionOf(flow.exchange(await signIn(denied.url, "deny"), denied))
    expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "authorization", error: "access_denied" } })
    const request = await flow.authorizationRequest()
    const callback = new URL(await signIn(request.url, "approve"))
    expect(callback.searchParams.get("iss")).toBe(file.issuer)
    callback.searchParams.delete("iss")
    await expect(flow.exchange(callback, request)).rejects.toMatchObject({ code: "untrusted_response" })
  })

  test.each(["approve", "deny"] as const)("the device flow: %s", async decision => {
    const flow: Flow = createFlow(toSecrets(file), { scope } as never)
    const device = await flow.deviceAuthorization()
    const tokens = flow.pollDeviceAuthorization(device)
    await fetch(device.verificationUri, {
      method: "POST",
      body: new URLSearchParams({ user_code: device.userCode, decision }),
    })
    if (decision === "approve") expect((await tokens).accessToken.reveal()).not.toBe("")
    else await expect(tokens).rejects.toMatchObject({ provider: { error: "access_denied" } })
  })
})
