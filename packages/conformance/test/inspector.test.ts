import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { beforeAll, describe, expect, test } from "vitest"
import { type BundleForm, bundleCases } from "../drive/bundle.ts"
import { locateChromium, locateNode, locateWorkerd } from "../drive/locate.ts"
import { runPage } from "../drive/run-page.ts"
import { startProgram } from "../drive/run-program.ts"
import { withWorkerd } from "../drive/run-workerd.ts"
import { runtimes } from "../drive/runtimes.ts"
import { type InspectorSession, watchConsole } from "../drive/watch-console.ts"
import { allIsPrinted, controls, type Fixtures } from "./inspected.cases.ts"
import { subjects } from "./subjects.ts"

// An attached inspector receives a preview of every logged object, private fields included, and can request the rest.

/** Runs the case with an inspector attached from the start, and returns everything that the inspector received. */
type Inspect = (file: string, bundle: string, folder: string) => Promise<string>

const inspected: { name: string; form: BundleForm; file: string | undefined; inspect: Inspect }[] = [
  ...[20, 22, 24, 26].map(major => ({
    name: `node ${major}`,
    form: "program" as const,
    file: locateNode(major),
    inspect: inspectNode,
  })),
  { name: "workerd", form: "worker", file: locateWorkerd(), inspect: inspectWorkerd },
  { name: "chromium", form: "page", file: locateChromium(), inspect: inspectChromium },
]

describe.each(inspected)("$name", ({ name, form, file, inspect }) => {
  const testIfPresent = test.runIf(file !== undefined || process.env["CI"] === "true")
  const texts = Object.fromEntries(Object.keys({ ...subjects, ...controls }).map(subject => [subject, freshSecret()]))
  let told: string

  beforeAll(async () => {
    if (file === undefined) return
    const folder = mkdtempSync(join(tmpdir(), "conformance-inspector-"))
    try {
      const { locate: _, run: __, ...info } = runtimes.find(runtime => runtime.name === name)!
      const fixtures: Fixtures = { texts, stay: form === "program" }
      const cases = new URL("./inspected.cases.ts", import.meta.url)
      const bundle = await bundleCases(form, { cases, folder, setup: { runtime: info, fixtures } })
      told = await inspect(file, bundle, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  })

  testIfPresent("the inspector saw all that was printed", () => {
    expect(told.includes(allIsPrinted)).toBe(true)
  })

  testIfPresent.each(Object.keys(subjects))("shows no secret of %s", subject => {
    expect(findLeaks([texts[subject]!], { told })).toEqual([])
  })

  testIfPresent.each(Object.keys(controls))("would show %s", subject => {
    expect(findLeaks([texts[subject]!], { told })).not.toEqual([])
  })
})

async function inspectNode(file: string, bundle: string, folder: string): Promise<string> {
  const args = ["--inspect-brk=127.0.0.1:0", bundle]
  const { process, output, ended } = startProgram({ file, args, folder, environment: {} })
  try {
    const session = await connect(await inspectorAddress(output))
    const watched = await watchConsole(session)
    await session.send("Runtime.runIfWaitingForDebugger")
    // It runs until it is killed: values that it printed can no longer be requested once it has ended.
    await watched.seen(allIsPrinted)
    return await watched.output()
  } finally {
    process.kill("SIGKILL")
    await ended
  }
}

async function inspectWorkerd(file: string, worker: string, folder: string): Promise<string> {
  const options = { worker, folder, compatibilityFlags: [], bindings: {}, args: ["--inspector-addr=127.0.0.1:0"] }
  const { result } = await withWorkerd(file, options, async ({ http, inspector }) => {
    const watched = await watchConsole(await connect(inspector))
    await (await fetch(http)).text()
    await watched.seen(allIsPrinted)
    return watched.output()
  })
  return result
}

async function inspectChromium(file: string, script: string): Promise<string> {
  return (await runPage(file, script)).output
}

/** A DevTools connection over a WebSocket. */
async function connect(address: string): Promise<InspectorSession> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error(`no inspector answers at ${address}`))
  })
  const answers = new Map<number, (answer: { result?: unknown; error?: unknown }) => void>()
  const listeners = new Map<string, (parameters: object) => void>()
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data)
    answers.get(message.id)?.(message)
    listeners.get(message.method)?.(message.params)
  }
  let lastId = 0
  return {
    on: (event, listener) => void listeners.set(event, listener),
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1
        answers.set(lastId, ({ result, error }) => (error ? reject(new Error(JSON.stringify(error))) : resolve(result)))
        socket.send(JSON.stringify({ id: lastId, method, params }))
      }),
  }
}

async function inspectorAddress(output: () => string): Promise<string> {
  for (;;) {
    const address = /ws:\/\/\S+/.exec(output())?.[0]
    if (address !== undefined) return address
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
