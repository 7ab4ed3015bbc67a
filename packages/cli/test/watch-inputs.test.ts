import { spawn } from "node:child_process"
import { getEventListeners } from "node:events"
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test, vi } from "vitest"
import { FileChanges } from "../src/project/file-changes.ts"
import { binary, exampleFile } from "./run-cli.ts"

test("--watch generates again after a write, a replacement, a deletion and a broken file, until it is stopped", async () => {
  const { text, secret } = exampleFile({ client_id: "first" })
  const folder = scratch({ "client_secrets.json": text })
  const file = join(folder, "client_secrets.json")
  const output = join(folder, "google.public.ts")
  const child = spawn(process.execPath, [binary, "generate", "client_secrets.json", "--watch"], { cwd: folder })
  const ended = new Promise<number | null>(resolve => child.on("close", resolve))
  let printed = ""
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", part => (printed += part))
  const wait = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
  const waitForId = (id: string) => wait(() => expect(readFileSync(output, "utf8")).toContain(`"${id}"`))
  try {
    await wait(() => expect(printed).toContain("watching 1 file"))
    await waitForId("first")
    const changed = (id: string) => text.replace("first", id)
    writeFileSync(file, changed("second"))
    await waitForId("second")
    writeFileSync(join(folder, "new.json"), changed("third"))
    renameSync(join(folder, "new.json"), file)
    await waitForId("third")
    const { mtimeMs } = statSync(output)
    rmSync(file)
    await wait(() => expect(printed).toContain("There is no client file at client_secrets.json"))
    writeFileSync(file, changed("broken").slice(0, 200))
    await wait(() => expect(printed).toContain("not_json"))
    expect(statSync(output).mtimeMs).toBe(mtimeMs)
    writeFileSync(file, changed("fourth"))
    await waitForId("fourth")
  } finally {
    child.kill("SIGTERM")
  }
  expect(await ended).toBe(0)
  assertNoLeak([secret], { printed })
})

test("--watch loads a changed configuration, and continues with a broken one", async () => {
  const { text } = exampleFile()
  const config = (out: string) =>
    `export default { clients: { google: { input: "client_secrets.json" } }, out: "${out}" }`
  const folder = scratch({ "client_secrets.json": text, "client-secrets.config.mjs": config("a") })
  const file = join(folder, "client-secrets.config.mjs")
  const child = spawn(process.execPath, [binary, "generate", "-w"], { cwd: folder })
  const ended = new Promise<number | null>(resolve => child.on("close", resolve))
  let printed = ""
  child.stderr.setEncoding("utf8").on("data", part => (printed += part))
  const wait = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
  try {
    await wait(() => expect(printed).toContain("watching 2 files"))
    writeFileSync(file, "export default {")
    await wait(() => expect(printed).toContain("could not be loaded"))
    writeFileSync(file, config("b"))
    await wait(() => expect(printed).toContain("b/google.public.ts"))
  } finally {
    child.kill("SIGINT")
  }
  expect(await ended).toBe(0)
})

// With eleven listeners or more, Node 20 prints a MaxListenersExceededWarning.
test("has one listener for the end, however often an input changes", async () => {
  const file = join(scratch({ "client_secrets.json": "0" }), "client_secrets.json")
  const stop = new AbortController()
  const changes = new FileChanges(stop.signal)
  changes.watch([file])
  for (let round = 1; round <= 12; round++) {
    const next = changes.next()
    writeFileSync(file, String(round))
    await next
  }
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(1)
  stop.abort()
  await changes.next()
})
