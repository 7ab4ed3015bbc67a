import { type ChildProcess, spawn } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Outcome, run } from "./build.ts"
import { clientId, writeProject } from "./fixture.ts"

const folder = fileURLToPath(new URL("../test-results/vite-dev", import.meta.url))
const script = (name: string): string => fileURLToPath(new URL(`../build/${name}`, import.meta.url))
let server: ChildProcess
let address = ""

beforeAll(async () => {
  writeProject(folder)
  const { PATH, HOME } = process.env
  server = spawn(process.execPath, [script("vite-dev.mjs"), folder], {
    env: { PATH, HOME },
    stdio: ["pipe", "pipe", "inherit"],
  })
  address = await new Promise(resolve => server.stdout!.once("data", chunk => resolve(String(chunk).trim())))
})

afterAll(() => {
  server.stdin!.end()
})

const load = (entry: string): Promise<Outcome> => {
  const args = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", script("load-over-http.mjs")]
  return run({ file: process.execPath, args: [...args, `${address}/${entry}`] }, folder)
}

test("serves the public module to a page", async () => {
  expect(await load("public.ts")).toEqual({ status: 0, output: `${clientId} https://app.example.com/callback\n` })
})

test("does not serve a server module to a page, and continues to run", async () => {
  for (const entry of ["use.ts", "public-through-server.ts", "side-effect.ts"]) {
    const { status, output } = await load(entry)
    expect(status, output).not.toBe(0)
    expect(output).toMatch(/SyntaxError: .*does not provide an export named 'secretSource'/)
  }
  expect(server.exitCode).toBe(null)
  expect((await load("public.ts")).status).toBe(0)
  expect(await load("type-only.ts")).toMatchObject({ status: 0 })
})

test("runs a server's own code", async () => {
  const code = `import { createServer } from "vite"
const server = await createServer({ root: ${JSON.stringify(folder)}, configFile: false, logLevel: "error", server: { middlewareMode: true, ws: false } })
await server.ssrLoadModule("/use.ts")
await server.close()
process.exit()`
  const outcome = await run(
    { file: process.execPath, args: ["--input-type=module", "-e", code] },
    join(folder, "../.."),
  )
  expect(outcome.output).toContain(`${clientId} has a secret of`)
  expect(outcome.status).toBe(0)
})
