import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath, pathToFileURL } from "node:url"
import { freshSecret } from "@client-secrets/conformance"
import { locateBun, locateDeno, locateNode, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { createSecret } from "@client-secrets/core"
import { createFlow, type Flow } from "@client-secrets/oauth"
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { startLiar } from "./fixtures/liar.ts"

const program = fileURLToPath(new URL("./fixtures/behind-proxy.mjs", import.meta.url))
const runtimes: [name: string, file: string | undefined, args: string[], outcome: RegExp][] = [
  ["Node with --use-env-proxy", locateNode(24), ["--use-env-proxy"], /NO_PROXY.*NO_PROXY/s],
  ["Deno", locateDeno(), ["run", "-A"], /NO_PROXY.*NO_PROXY/s],
  ["Bun", locateBun(), [], /refreshed.*fetched/s],
]

describe.each(runtimes)("plain http on this machine does not go through HTTP_PROXY: %s", (_, file, args, outcome) => {
  test.skipIf(file === undefined && process.env["CI"] !== "true")(
    "neither the secret nor the token reaches the proxy",
    async () => {
      const secret = freshSecret()
      const seen: string[] = []
      const proxy = createServer(async (request, response) => {
        let text = `${request.method} ${request.url} ${request.headers.authorization}`
        for await (const chunk of request) text += chunk
        seen.push(text)
        response.end('{"access_token":"PLANTED","token_type":"bearer"}')
      })
      await new Promise<void>(resolve => proxy.listen(0, "127.0.0.1", resolve))
      onTestFinished(() => void proxy.close())
      const liar = await startLiar()
      onTestFinished(() => liar.close())
      liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
      liar.answers["/api"] = () => ({ body: {} })
      const { output } = await runProgram({
        file: file!,
        args: [...args, program],
        folder: scratch(),
        environment: {
          HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
          ISSUER: liar.issuer,
          SECRET: secret,
          MODULE: pathToFileURL(fileURLToPath(new URL("../dist/to-authorization.js", import.meta.url))).href,
        },
      })
      expect(seen).toEqual([])
      expect(output).toMatch(outcome)
      expect(output).not.toContain("PLANTED")
    },
  )
})

describe("on Bun, where a planted .env file can set the runtime's own variables", () => {
  afterEach(() => vi.unstubAllGlobals())

  test("a redirect to plain http on this machine goes directly", async () => {
    vi.stubGlobal("process", { versions: { bun: "1.4.5" }, env: {} })
    const inits: object[] = []
    vi.stubGlobal("fetch", async (_: string, init: object) => {
      inits.push({ ...init })
      if (inits.length > 1) return new Response()
      return new Response(null, { status: 302, headers: { location: "http://127.0.0.1:8080/" } })
    })
    const tokens = { accessToken: createSecret("EXAMPLE_ACCESS"), tokenType: "bearer", scope: "a" } as const
    const endpoints = { authUri: "https://as.example.com/auth", tokenUri: "https://as.example.com/token" }
    const client = {
      type: "web",
      clientId: "example",
      redirectUris: [],
      ...endpoints,
      extra: undefined as never,
    } as const
    await (createFlow(client as never, { scope: "a" }) as Flow).authorization(tokens).fetch("https://api.example.com/")
    expect(inits[0]).not.toHaveProperty("proxy")
    expect(inits[1]).toMatchObject({ proxy: false, verbose: false })
  })

  test("every request disables printing, and enables the check of certificates", async () => {
    vi.stubGlobal("process", { versions: { bun: "1.4.5" }, env: {} })
    const inits: object[] = []
    vi.stubGlobal("fetch", async (_: string, init: object) => {
      inits.push(init)
      return new Response('{"access_token":"EXAMPLE_TOKEN","token_type":"bearer"}')
    })
    const secrets = {
      type: "web",
      clientId: "example",
      clientSecret: createSecret("EXAMPLE_NOT_A_REAL_SECRET"),
      redirectUris: ["https://app.example.com/callback"],
      authUri: "https://as.example.com/auth",
      tokenUri: "https://as.example.com/token",
      revokeUri: "https://as.example.com/revoke",
      extra: undefined as never,
    } as const
    const flow = createFlow(secrets, { scope: "a" }) as Flow
    await flow.refresh("EXAMPLE_REFRESH")
    await flow.revoke("EXAMPLE_REFRESH")
    const guarded = { verbose: false, tls: { rejectUnauthorized: true } }
    expect(inits).toEqual([expect.objectContaining(guarded), expect.objectContaining(guarded)])
  })
})
