import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { locateDeno } from "@client-secrets/conformance/runtimes"
import { EdgeVM } from "@edge-runtime/vm"
import { build } from "esbuild"
import { convertV4MiniflareOptions, Miniflare } from "miniflare"
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Client, type Servers, startServers } from "./servers.ts"

const built = fileURLToPath(new URL("../dist/worker.js", import.meta.url))

let servers: Servers
let token: string
let first: Client
const secrets: string[] = []
const output: string[] = []

beforeEach(async () => {
  token = freshSecret()
  first = newClient("first")
  servers = await startServers(token, first)
  secrets.push(token)
})
afterEach(() => servers.close())

// Everything that a test received: no answer and no log may contain a secret of any of them.
afterAll(() => {
  expect(output.length).toBeGreaterThan(0)
  expect(findLeaks(secrets, { output: output.join("\n") })).toEqual([])
})

function newClient(id: string): Client {
  const secret = freshSecret()
  secrets.push(secret)
  return { id: `${id}.apps.googleusercontent.com`, secret }
}

/** Requests a path, and keeps the answer for the search. */
async function ask(dispatch: (path: string) => Promise<{ status: number; text(): Promise<string> }>, path: string) {
  const response = await dispatch(path)
  const text = await response.text()
  output.push(text)
  return { status: response.status, ...JSON.parse(text) }
}

describe("the module that wrangler built", () => {
  test("imports nothing", async () => {
    const { metafile } = await build({
      entryPoints: [built],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
    })
    expect(Object.values(metafile.inputs).flatMap(input => input.imports)).toEqual([])
  })

  test("is small", () => {
    const bytes = gzipSync(readFileSync(built)).length
    console.log(`dist/worker.js, as wrangler deploys it: ${bytes} bytes compressed`)
    // An alarm: core with its loader, the sentences of its messages, three sources, and what they share. It was 50,000 before
    // core decoded values that were encoded on their way.
    expect(bytes).toBeLessThan(55_000)
  })
})

interface Namespace {
  put(key: string, value: string): Promise<void>
}

describe("workerd", () => {
  let worker: Miniflare

  afterEach(() => worker.dispose())

  /** Starts a module, the built one by default, with these variables, and KV and Secrets Store empty. */
  async function start(
    bindings: Record<string, string> = {},
    { script = readFileSync(built, "utf8"), compatibilityDate = "2026-11-01" } = {},
  ) {
    worker = new Miniflare(
      convertV4MiniflareOptions({
        modules: true,
        script,
        compatibilityDate,
        kvNamespaces: { CLIENTS: "clients" },
        secretsStoreSecrets: { GOOGLE_SECRET: { store_id: "store", secret_name: "google" } },
        bindings,
        cf: false,
        handleStructuredLogs: ({ message }) => void output.push(message),
      }),
    )
    const address = await worker.ready
    return {
      ask: (path: string) => ask(asked => worker.dispatchFetch(new URL(asked, address).href), path),
      clients: (await worker.getKVNamespace("CLIENTS")) as unknown as Namespace,
      googleSecret: (await worker.getSecretsStoreSecretAPI("GOOGLE_SECRET"))(),
    }
  }

  const isFirst = { status: 200, client: "first.apps.googleusercontent.com", isKnown: true }

  test("reads a secret", async () => {
    const { ask } = await start({ GOOGLE: servers.file(first) })
    expect(await ask("/secret")).toEqual(isFirst)
    expect(await ask("/")).toEqual(isFirst)
  })

  test("reads KV", async () => {
    const { ask, clients } = await start()
    await clients.put("google", servers.file(first))
    expect(await ask("/kv")).toEqual(isFirst)
    expect(await ask("/")).toEqual(isFirst)
  })

  test("reads Secrets Store", async () => {
    const { ask, googleSecret } = await start()
    await googleSecret.create(servers.file(first))
    expect(await ask("/secrets-store")).toEqual(isFirst)
    expect(await ask("/")).toEqual(isFirst)
  })

  test("reads an address", async () => {
    const { ask } = await start({ CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token })
    expect(await ask("/fetch")).toEqual(isFirst)
    expect(await ask("/")).toEqual(isFirst)
    expect(servers.asked).toBe(2)
  })

  test("reads an address, with a compatibility date before workerd supported `cache`", async () => {
    const variables = { CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token }
    const { ask } = await start(variables, { compatibilityDate: "2024-01-01" })
    expect(await ask("/fetch")).toEqual(isFirst)
  })

  test("reads the environment", async () => {
    const { ask } = await start({ GOOGLE_CLIENT_SECRETS: servers.file(first) })
    expect(await ask("/environment")).toEqual(isFirst)
  })

  test("without a client, says where it looked", async () => {
    const { ask } = await start()
    for (const path of ["/secret", "/kv", "/secrets-store", "/environment"]) {
      expect(await ask(path)).toMatchObject({ status: 503, code: "not_found" })
    }
    expect(await ask("/"), "a visitor reads the code only").toEqual({ status: 503, code: "not_found" })
    await expect.poll(() => output.join("\n")).toMatch(/GOOGLE_CLIENT_SECRETS/)
    expect(await ask("/elsewhere")).toMatchObject({ status: 404 })
  })

  test("sees a rotation as soon as the token endpoint refuses the old secret", async () => {
    const { ask, clients } = await start({ CHECK_SECONDS: "0" })
    await clients.put("google", servers.file(first))
    expect(await ask("/kv")).toEqual(isFirst)
    const second = newClient("second")
    await clients.put("google", servers.file(second))
    expect(await ask("/kv"), "the old one still counts, and is held").toEqual(isFirst)
    servers.known = second
    expect(await ask("/kv")).toEqual({ status: 200, client: second.id, isKnown: true })
  })

  test("does not repeatedly read a secret that the token endpoint never accepted", async () => {
    const { ask } = await start({ CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token })
    servers.known = newClient("another")
    for (let count = 0; count < 5; count++) expect(await ask("/fetch")).toMatchObject({ isKnown: false })
    expect(servers.asked).toBe(2)
    expect(servers.checked, "once for each client that was read").toBe(2)
  })

  test("reads once for a hundred simultaneous requests", async () => {
    const { ask } = await start({ CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token })
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask("/fetch")))
    // One visitor's request sends the secret to the token endpoint; meanwhile the others get no result of that check.
    expect(answers.filter(({ isKnown }) => isKnown === true).length).toBeGreaterThanOrEqual(1)
    const { isKnown: _, ...answer } = isFirst
    for (const { isKnown: known, ...rest } of answers) {
      expect(rest).toEqual(answer)
      expect(known).not.toBe(false)
    }
    expect(await ask("/fetch")).toEqual(isFirst)
    expect([servers.asked, servers.checked]).toEqual([1, 1])
  })

  test("answers waiting requests although the request that started the read has ended", async () => {
    const { ask } = await start({ CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token })
    servers.config = "hold"
    const started = ask("/fetch")
    await expect.poll(() => servers.asked).toBe(1)
    // Late, so that much is left of the two seconds for which a request waits.
    await pause(1_800)
    const waiting = ask("/fetch")
    expect(await started).toEqual({ status: 504, code: "timeout" })
    await pause(100)
    servers.release()
    expect(await waiting).toEqual(isFirst)
    expect(servers.asked).toBe(1)
  })

  test("without waitUntil, waiting requests read for themselves once that read can no longer end", async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("./without-wait-until.ts", import.meta.url))],
      bundle: true,
      write: false,
      format: "esm",
      conditions: ["workerd", "worker", "browser"],
    })
    const { ask } = await start(
      { CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token },
      { script: outputFiles[0]?.text },
    )
    servers.config = "hold"
    expect(await ask("/leave")).toEqual({ status: 200, client: "none" })
    servers.config = "answer"
    expect(await ask("/")).toEqual({ status: 200, client: first.id })
    expect(servers.asked).toBe(2)
  })

  test("reports an unreachable address with our code, after three attempts, and repeats the error for immediate requests", async () => {
    const { ask } = await start({ CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token })
    servers.config = "fail"
    const failure = { status: 503, code: "unavailable" }
    expect(await ask("/fetch")).toMatchObject(failure)
    expect(await ask("/fetch")).toMatchObject(failure)
    expect(servers.asked).toBe(3)
  })

  test("reports a wrong token as denied, after one request", async () => {
    const wrong = freshSecret()
    secrets.push(wrong)
    const { ask } = await start({ CONFIG_URL: servers.configUrl, CONFIG_TOKEN: wrong })
    // The store's address is in the log, and not in the answer.
    expect(await ask("/fetch")).toEqual({ status: 503, code: "denied" })
    const address = /fetch http:\/\/127\.0\.0\.1:\d+\/client_secrets\.json/
    await expect.poll(() => output.join("\n")).toMatch(address)
    expect(output.filter(text => address.test(text) && text.startsWith("{"))).toEqual([])
    expect(servers.asked).toBe(1)
  })
})

const denoFile = locateDeno()

describe.skipIf(denoFile === undefined && process.env["CI"] !== "true")("Deno", () => {
  test("serves the same module", async () => {
    if (denoFile === undefined) throw new Error("Deno is not on this machine, and with CI=true it must be.")
    const deno = spawn(
      denoFile,
      ["serve", "--allow-net", "--allow-env", "--no-prompt", "--host=127.0.0.1", "--port=0", built],
      {
        env: { CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
      },
    )
    try {
      let printed = ""
      const address = await new Promise<string>((resolve, reject) => {
        const onData = (chunk: Buffer) => {
          output.push(String(chunk))
          printed += chunk
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)
          if (found) resolve(found[0])
        }
        deno.stdout.on("data", onData)
        deno.stderr.on("data", onData)
        deno.on("exit", () => reject(new Error(`Deno ended: ${printed}`)))
      })
      const dispatch = (path: string) => fetch(address + path)
      expect(await ask(dispatch, "/fetch")).toEqual({ status: 200, client: first.id, isKnown: true })
      expect(await ask(dispatch, "/fetch")).toMatchObject({ isKnown: true })
      expect(await ask(dispatch, "/kv")).toMatchObject({ status: 503, code: "not_found" })
      expect(await ask(dispatch, "/")).toEqual({ status: 200, client: first.id, isKnown: true })
      expect(servers.asked, "one read for each of the two loaders").toBe(2)
    } finally {
      deno.removeAllListeners("exit")
      deno.kill("SIGKILL")
    }
  })
})

describe("edge-runtime", () => {
  test("runs the same module", async () => {
    const { outputFiles } = await build({
      entryPoints: [built],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "worker",
    })
    const env = { CONFIG_URL: servers.configUrl, CONFIG_TOKEN: token }
    // The part of `process` that Next.js and Vercel provide in an Edge Function.
    const vm = new EdgeVM({ extend: context => Object.assign(context, { process: { env } }) })
    vm.evaluate(outputFiles[0]?.text ?? "")
    const dispatch = (path: string) =>
      vm.evaluate<Promise<Response>>(`worker.default.fetch(new Request("https://edge.example.com${path}"), {})`)
    expect(await ask(dispatch, "/fetch")).toEqual({ status: 200, client: first.id, isKnown: true })
    expect(await ask(dispatch, "/secret")).toMatchObject({ status: 503, code: "not_found" })
    expect(await ask(dispatch, "/")).toEqual({ status: 200, client: first.id, isKnown: true })
    expect(servers.asked).toBe(2)
  })
})
