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
  test.skipIf(file === undefined && process.env["CI"] !== "true")("neither the secret nor the token", async () => {
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
  })
})

describe("on Bun, where a planted .env sets the runtime's own variables", () => {
  afterEach(() => vi.unstubAllGlobals())

  test("every request says that it is not printed and that certificates are checked", async () => {
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
