import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { locateDeno, runProgram } from "@client-secrets/conformance/runtimes"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startFaultServer } from "./fault-server.ts"
import { startRecordingProxy } from "./recording-proxy.ts"
import { scriptStore } from "./store.ts"

// Deno honors HTTP_PROXY without a grant to read it: a variable that may not be read must count as set.
const deno = locateDeno()
const folder = realpathSync(mkdtempSync(join(tmpdir(), "deno-grants-")))
const document = '{"web":{"client_id":"straight-from-the-store"}}'
const token = freshSecret()
let servers: Awaited<ReturnType<typeof startFaultServer>>
let proxy: Awaited<ReturnType<typeof startRecordingProxy>>

beforeAll(async () => {
  servers = await startFaultServer()
  proxy = await startRecordingProxy()
  const built = new URL("../dist/index.js", import.meta.url)
  writeFileSync(
    join(folder, "program.mjs"),
    `import { fetchSource } from ${JSON.stringify(built)}
    const headers = { "x-vault-token": ${JSON.stringify(token)} }
    try {
      const { content } = await fetchSource(Deno.args[0], { headers }).read()
      console.log(new TextDecoder().decode(content))
    } catch ({ code, message }) {
      console.log(code, message)
    }`,
  )
})
afterAll(() => {
  servers.close()
  proxy.close()
  rmSync(folder, { recursive: true })
})

async function run(grants: string[], environment: Record<string, string> = {}): Promise<string> {
  if (deno === undefined) throw new Error("Deno is not on this machine, and with CI=true it must be.")
  const { url } = await scriptStore(servers.fixtures, { body: document })
  const args = ["run", "--no-prompt", "--no-config", ...grants, "program.mjs", url]
  const { output } = await runProgram({ file: deno, args, folder, environment })
  expect(findLeaks([token], { output })).toEqual([])
  return output.trim()
}

const variables = "http_proxy,HTTP_PROXY,all_proxy,ALL_PROXY,no_proxy,NO_PROXY"

describe.skipIf(deno === undefined && process.env["CI"] !== "true")("Deno", () => {
  test("without a grant for the environment: refuses, and names the grant", async () => {
    const refused = `denied Deno: run with --allow-env=${variables}, so that it can be seen whether the request to 127.0.0.1 would go through a proxy.`
    expect(await run(["--allow-net"])).toBe(refused)
    expect(await run(["--allow-net"], { HTTP_PROXY: proxy.address })).toBe(refused)
    expect(await run(["--allow-net", "--allow-env=http_proxy"])).toBe(refused)
  })

  test("with a grant for the six variables, none of them set: reads", async () => {
    expect(await run(["--allow-net", `--allow-env=${variables}`])).toBe(document)
  })

  test("with a grant for the six variables, one of them set: refuses, unless the host is exempt", async () => {
    const grants = ["--allow-net", `--allow-env=${variables}`]
    expect(await run(grants, { HTTP_PROXY: proxy.address })).toMatch(
      /^unsupported The request to .* would go through the proxy in HTTP_PROXY/,
    )
    expect(await run(grants, { HTTP_PROXY: proxy.address, NO_PROXY: "127.0.0.1" })).toBe(document)
  })

  test("the proxy received no request", async () => {
    const proxied = await fetch(`${proxy.address}/proxied`)
    expect(await proxied.json()).toEqual([])
  })

  test("without a grant for the network: denied", async () => {
    const { host } = new URL(servers.fixtures.store)
    expect(await run([`--allow-env=${variables}`])).toBe(`denied Deno: run with --allow-net=${host}`)
  })
})
