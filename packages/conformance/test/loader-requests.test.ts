import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { locateWorkerd } from "../drive/locate.ts"
import { withWorkerd } from "../drive/run-workerd.ts"

// One loader serves many requests; on workerd, what a request started ends with it.

interface Answer {
  readonly outcome: string
  readonly reads: number
}

const file = locateWorkerd()
const isThere = file !== undefined || process.env["CI"] === "true"

describe.runIf(isThere).each([
  { name: "workerd", flags: [] },
  { name: "workerd as it resolved promises until 2024", flags: ["no_handle_cross_request_promise_resolution"] },
])("$name", ({ flags }) => {
  let folder: string
  let ask: (path: string, signal?: AbortSignal) => Promise<Answer>
  let end: () => void = () => {}
  let serving: Promise<unknown>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "conformance-requests-"))
    const worker = join(folder, "worker.mjs")
    await build({
      entryPoints: [fileURLToPath(new URL("./loader-requests.worker.ts", import.meta.url))],
      bundle: true,
      format: "esm",
      platform: "neutral",
      conditions: ["workerd", "worker", "browser"],
      outfile: worker,
      logLevel: "silent",
    })
    await new Promise<void>((resolve, reject) => {
      const options = { worker, folder, compatibilityFlags: flags, bindings: {} }
      serving = withWorkerd(file!, options, async ({ http }) => {
        ask = async (path, signal) => (await fetch(`${http}/${path}`, { signal: signal ?? null })).json()
        resolve()
        await new Promise<void>(given => {
          end = given
        })
      })
      serving.catch(reject)
    })
  })

  afterAll(async () => {
    end()
    await serving
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  test("replaces a read whose request has ended, once for all waiting requests", async () => {
    await ask("abandoned/begin")
    const answers = await Promise.all([ask("abandoned/get"), ask("abandoned/get")])
    for (const answer of answers) expect(answer).toMatchObject({ outcome: "done", reads: 2 })
    expect(await ask("abandoned/get")).toMatchObject({ outcome: "done", reads: 2 })
  })

  test("does not replace a read that was passed to waitUntil", async () => {
    await ask("kept/keep")
    const answers = await Promise.all([ask("kept/get"), ask("kept/get")])
    for (const answer of answers) expect(answer).toMatchObject({ outcome: "done", reads: 1 })
    expect(await ask("kept/get")).toMatchObject({ outcome: "done", reads: 1 })
  })

  test("simultaneous requests share one read", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask("shared/get")))
    for (const answer of answers) expect(answer).toMatchObject({ outcome: "done", reads: 1 })
  })

  test("a client that disconnects does not affect another's answer", async () => {
    const controller = new AbortController()
    const gone = ask("disconnected/get", controller.signal).catch(() => {})
    await new Promise(resolve => setTimeout(resolve, 50))
    const other = ask("disconnected/get")
    await new Promise(resolve => setTimeout(resolve, 50))
    controller.abort()
    await gone
    expect(await other).toMatchObject({ outcome: "done" })
  })

  test("a request may dispose of a loader that another one uses", async () => {
    await ask("disposed/begin")
    expect(await ask("disposed/dispose")).toMatchObject({ outcome: "done" })
    expect(await ask("disposed/get")).toMatchObject({ outcome: "aborted" })
  })

  test("returns an old document immediately, and reads again after the answer", async () => {
    expect(await ask("stale/get-keep")).toMatchObject({ outcome: "done", reads: 1 })
    await ask("stale/age")
    const stale = await ask("stale/get-keep")
    expect(stale).toMatchObject({ outcome: "done", reads: 2 })
    expect(await ask("stale/get-keep")).toMatchObject({ outcome: "done", reads: 2 })
  })
})
