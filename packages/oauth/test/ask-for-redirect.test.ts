import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { locateBun, locateDeno, locateNode } from "@client-secrets/conformance/runtimes"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

const program = fileURLToPath(new URL("./fixtures/headless.mjs", import.meta.url))
const runtimes: [name: string, file: string | undefined, args: string[]][] = [
  ...[20, 22, 24, 26].map(major => [`node ${major}`, locateNode(major), []] as [string, string | undefined, string[]]),
  ["deno", locateDeno(), ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual"]],
  ["bun", locateBun(), ["run", "--no-install"]],
]

let provider: TestProvider
const folder = mkdtempSync(join(tmpdir(), "headless-"))
const file = join(folder, "client_secrets.json")
beforeAll(async () => {
  provider = await startProvider()
  const { type, ...members } = provider.file("native")
  writeFileSync(file, JSON.stringify({ [type]: members }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await provider.close()
})

/** The program in a runtime, with a person at its terminal; undefined if the runtime is missing. */
function start(name: string, runtime: string | undefined, args: readonly string[]) {
  // With CI=true a missing runtime is a failure.
  if (runtime === undefined && process.env["CI"] === "true") throw new Error(`${name} is not on this machine`)
  if (runtime === undefined) return void console.warn(`SKIPPED: ${name} is not on this machine.`)
  const { PATH = "" } = process.env
  const child = spawn(runtime, [...args, program, file], { env: { PATH, HOME: folder, NO_COLOR: "1" } })
  const shown = { error: "", output: "" }
  child.stderr.setEncoding("utf8").on("data", text => {
    shown.error += text
  })
  child.stdout.setEncoding("utf8").on("data", text => {
    shown.output += text
  })
  const ended = once(child, "close")
  const findUrl = () =>
    /in a browser on any machine: (http\S+)/.exec(shown.error)?.[1] ?? Promise.reject(new Error(shown.error))
  return { child, shown, ended, url: () => vi.waitFor(findUrl, { timeout: 50_000 }) }
}

test.each(runtimes)(
  "%s: accepts the address that is pasted into the terminal, and ends",
  async (name, runtime, args) => {
    const started = start(name, runtime, args)
    if (started === undefined) return
    const { child, shown, ended, url } = started
    child.stdin.write("what?\n")
    // More input could follow: a terminal stays open.
    child.stdin.write(`${await robot.signIn(await url())}\n`)
    const [status] = await ended
    expect(shown.output).toBe("signed in as Ada Lovelace, [redacted]\n")
    expect(shown.error.match(/^Paste the whole address/gm)).toHaveLength(2)
    expect(status).toBe(0)
  },
)

test.each(runtimes)("%s: reports the end of the input immediately", async (name, runtime, args) => {
  const started = start(name, runtime, args)
  if (started === undefined) return
  started.child.stdin.end()
  await started.ended
  expect(started.shown.output).toBe("failed: aborted\n")
})
