import { locateNode, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { describe, expect, test } from "vitest"

// What an error reporter sees that records local variables (Sentry's includeLocalVariables): with each exception the arguments,
// variables and closures of the functions that it passes through.
const watcher = `
  import { Session } from "node:inspector/promises"
  import { parentPort } from "node:worker_threads"
  setInterval(() => {}, 1000)
  const session = new Session()
  session.connectToMainThread()
  const seen = []
  const describe = async (objectId, depth) => {
    const { result } = await session.post("Runtime.getProperties", { objectId, ownProperties: true })
    const texts = []
    for (const { name, value } of result) {
      if (value === undefined) continue
      if (value.objectId !== undefined && depth > 0 && value.type === "object") texts.push(...(await describe(value.objectId, depth - 1)))
      else texts.push(name + "=" + (value.value ?? value.description))
    }
    return texts
  }
  const urls = new Map()
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url))
  session.on("Debugger.paused", async ({ params }) => {
    for (const { location, functionName, scopeChain } of params.callFrames) {
      const url = urls.get(location.scriptId) ?? ""
      if (!url.includes("/packages/env/dist/")) continue
      for (const { type, object } of scopeChain) {
        if (type === "global" || type === "module" || type === "script") continue
        seen.push(functionName + " " + type + ": " + (await describe(object.objectId, 4)).join(" "))
      }
    }
    await session.post("Debugger.resume")
  })
  await session.post("Debugger.enable")
  await session.post("Debugger.setPauseOnExceptions", { state: "all" })
  parentPort.on("message", () => parentPort.postMessage(seen))
  parentPort.postMessage("ready")
`

const canary = "CANARYx7Qw9zL2"

function program(entry: string, body: string): string {
  const built = new URL(`../dist/${entry}.js`, import.meta.url).href
  return `
    import { Worker } from "node:worker_threads"
    import * as sources from ${JSON.stringify(built)}
    setInterval(() => {}, 1000)
    const watcher = new Worker(new URL("watcher.mjs", import.meta.url))
    const next = () => new Promise(resolve => watcher.once("message", resolve))
    await next()
    let failures = 0
    const attempt = async source => {
      try { await source.read() } catch { failures++ }
      try { source.readSync?.() } catch { failures++ }
    }
    ${body}
    watcher.postMessage("")
    const seen = await next()
    console.log(JSON.stringify({ failures, frames: seen.length, leaks: seen.filter(text => text.includes(${JSON.stringify(canary)})) }))
    process.exit()
  `
}

async function observe(
  entry: string,
  body: string,
  files: Record<string, string>,
  environment: Record<string, string>,
) {
  const file = locateNode(26)
  if (file === undefined) return expect.fail("Node 26 is not on this machine")
  const folder = scratch({ "watcher.mjs": watcher, "program.mjs": program(entry, body), ...files })
  const { output } = await runProgram({ file, args: ["program.mjs"], folder, environment })
  // Node says more when a debugger is attached.
  const result = output.split("\n").find(line => line.startsWith("{"))
  if (result === undefined) return expect.fail(output)
  return JSON.parse(result) as { failures: number; frames: number; leaks: string[] }
}

const document = JSON.stringify({ web: { client_id: "a", client_secret: canary } })

describe("when an error leaves a source, no function of ours holds a value", () => {
  test.each<[what: string, environment: Record<string, string>]>([
    [
      "forms that contradict each other",
      { GOOGLE_CLIENT_SECRETS: document, GOOGLE_CLIENT_ID: "a", GOOGLE_CLIENT_SECRET: `other-${canary}` },
    ],
    ["two variables of a pair", { GOOGLE_CLIENT_SECRETS: document, GOOGLE_CLIENT_SECRETS_FILE: "/nowhere.json" }],
    ["a document in place of a path", { GOOGLE_CLIENT_SECRETS_FILE: document, GOOGLE_CLIENT_SECRET: canary }],
    ["a file that does not exist", { GOOGLE_CLIENT_SECRETS_FILE: "/nowhere.json", GOOGLE_CLIENT_SECRET: canary }],
    ["a device", { GOOGLE_CLIENT_SECRETS_FILE: "/dev/null", GOOGLE_CLIENT_SECRET: canary }],
    ["a public prefix", { VITE_GOOGLE_CLIENT_SECRET: canary, GOOGLE_CLIENT_SECRET: canary }],
    ["a stray endpoint", { GOOGLE_TOKEN_URI: `https://id.example/${canary}`, GOOGLE_CLIENT_SECRET: canary }],
  ])("variables of the process: %s", async (_, environment) => {
    const { failures, frames, leaks } = await observe("index", "await attempt(sources.envSource())", {}, environment)
    expect(leaks).toEqual([])
    expect(failures).toBe(2)
    expect(frames).toBeGreaterThan(0)
  })

  test("a .env file", async () => {
    const lines = `GOOGLE_CLIENT_SECRETS_FILE=/dev/null\nGOOGLE_CLIENT_SECRET=${canary}\n`
    const result = await observe("dotenv", `await attempt(sources.dotenvSource(".env"))`, { ".env": lines }, {})
    expect(result).toMatchObject({ failures: 2, leaks: [] })
    expect(result.frames).toBeGreaterThan(0)
  })

  test("a binding", async () => {
    const body = `await attempt(sources.bindingSource({ get: async () => process.env.CANARY.length }))`
    expect(await observe("index", body, {}, { CANARY: canary })).toMatchObject({ failures: 1, leaks: [] })
  })
})

test("the test itself sees what a function holds", async () => {
  const body = `
    const source = sources.bindingSource({ get() { throw new Error("x") } }, ${JSON.stringify(canary)})
    await attempt(source)`
  const { leaks } = await observe("index", body, {}, {})
  expect(leaks.length).toBeGreaterThan(0)
})
