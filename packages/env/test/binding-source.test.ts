import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { locateWorkerd, runWorker, scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets } from "@client-secrets/core"
import { type Binding, bindingSource } from "@client-secrets/env"
import { build } from "esbuild"
import { expect, test } from "vitest"
import { base64, given, members, text } from "./example.ts"

const outcomeOf = async (binding: Parameters<typeof bindingSource>[0], key?: string) => {
  return bindingSource(binding, key)
    .read()
    .then(given, ({ code, message, transient }) => ({ code, message, transient }))
}
const store = (values: Record<string, unknown>) => ({ get: (key: string) => values[key] ?? null })

test("reads a string, also in base64", async () => {
  expect(await outcomeOf(text)).toBe(text)
  expect(await outcomeOf(base64(text))).toBe(text)
})

test("reads the content of a JSON variable", async () => {
  const file = { web: members }
  expect(await outcomeOf(file)).toBe(file)
})

test("reads anything with get(), with or without a key, synchronous or asynchronous", async () => {
  expect(await outcomeOf(store({ google: text }), "google")).toBe(text)
  expect(await outcomeOf(new Map([["google", text]]), "google")).toBe(text)
  expect(await outcomeOf({ get: async () => base64(text) })).toBe(text)
  expect(await outcomeOf({ get: async () => new TextEncoder().encode(text) })).toBe(text)
  expect(await outcomeOf({ get: async () => ({ web: members }) })).toEqual({ web: members })
  let keys: unknown[] = []
  const counting = {
    get(...all: unknown[]) {
      keys = all
      return text
    },
  }
  await outcomeOf(counting)
  expect(keys).toEqual([])
  await outcomeOf(counting, "google")
  expect(keys).toEqual(["google"])
})

test("reads a Fastly secret, which returns its text through a method", async () => {
  class SecretStoreEntry {
    plaintext() {
      return text
    }
  }
  expect(await outcomeOf({ get: async () => new SecretStoreEntry() }, "google")).toBe(text)
})

test("calls a function at each read, and not earlier", async () => {
  let calls = 0
  const source = bindingSource(() => {
    calls += 1
    return text
  })
  expect(calls).toBe(0)
  await source.read()
  await source.read()
  expect(calls).toBe(2)
})

test.each<[what: string, binding: Binding, key?: string]>([
  ["a missing binding", undefined],
  ["null", null],
  ["an empty variable", ""],
  ["a missing namespace", undefined, "google"],
  ["a namespace without the key", store({}), "google"],
  ["a store without that secret", { get: async () => Promise.reject(new Error('Secret "google" not found')) }],
])("finds nothing: %s", async (_, binding, key) => {
  expect(await outcomeOf(binding, key)).toBeUndefined()
})

test.each<[what: string, binding: Binding, key: string | undefined, outcome: object]>([
  [
    "a string with a key",
    text,
    "google",
    {
      code: "unsupported",
      message: "A key was passed, but the binding has no get(). Leave the key out.",
      transient: false,
    },
  ],
  ["a number", 7 as never, undefined, { code: "unsupported" }],
  ["a number from get()", store({ google: 7 }), "google", { code: "unsupported" }],
  [
    "a failure",
    { get: () => Promise.reject(new Error("canary")) },
    undefined,
    { code: "unavailable", message: "The binding's get() failed.", transient: true },
  ],
  [
    "KV without a key",
    { get: async () => Promise.reject(new TypeError("parameter 1 is not of type 'string'")) },
    undefined,
    {
      code: "unavailable",
      message:
        'The binding\'s get() failed. It threw a TypeError. If the binding is a KV namespace, pass the key: bindingSource(env.NAMESPACE, "key").',
      transient: true,
    },
  ],
  ["a rejection with undefined", { get: () => Promise.reject(undefined) }, undefined, { code: "unavailable" }],
  [
    "a get() that throws",
    {
      get() {
        throw new Error("canary")
      },
    },
    undefined,
    { code: "unavailable" },
  ],
])("fails to read: %s", async (_, binding, key, outcome) => {
  expect(await outcomeOf(binding, key)).toMatchObject(outcome)
})

test.each(["", 7 as never])("rejects the key %j", key => {
  expect(() => bindingSource(text, key)).toThrow(TypeError)
})

test("an abort ends the wait with the caller's reason", async () => {
  const reason = Object.freeze({ why: "the caller's own" })
  const controller = new AbortController()
  const reading = bindingSource({ get: () => new Promise(() => {}) }).read({ signal: controller.signal })
  controller.abort(reason)
  await expect(reading).rejects.toBe(reason)
})

test("the error for an invalid text contains a hint", async () => {
  await expect(loadClientSecrets(bindingSource(`'${text}'`))).rejects.toMatchObject({
    message: expect.stringContaining("The quotes around the value are part of it"),
  })
})

test("no message contains a value, or a key that looks like a secret", async () => {
  const secret = freshSecret()
  const failing = { get: () => Promise.reject(new Error(`KV GET failed: 500 ${secret}`)) }
  const sources = [
    bindingSource(secret),
    bindingSource(`{"web": "${secret}`),
    bindingSource(failing, secret),
    bindingSource(failing),
    bindingSource(secret, secret),
    bindingSource(store({ [secret]: `{"web":{"client_secret":"${secret}"}}` }), secret),
  ]
  const printed: string[] = []
  for (const source of sources) {
    const error = await loadClientSecrets(source).catch(thrown => thrown)
    expect(error).toBeInstanceOf(Error)
    const thrown = await source.read().catch(reason => reason)
    if (thrown instanceof Error) printed.push(inspect(thrown, { showHidden: true }))
    printed.push(inspect(source, { showHidden: true }), inspect(error, { showHidden: true }), error.stack)
  }
  assertNoLeak([secret], Object.fromEntries(printed.entries()))
})

test("reads the bindings of a real Worker", { timeout: 60_000 }, async () => {
  const file = locateWorkerd()
  if (file === undefined) throw new Error("workerd is not installed")
  const folder = scratch({ "worker.ts": worker, "stores.mjs": stores })
  await build({
    entryPoints: [join(folder, "worker.ts")],
    outfile: join(folder, "worker.mjs"),
    alias: { "@client-secrets/env": new URL("../dist/index.js", import.meta.url).pathname },
    external: ["cloudflare:*"],
    bundle: true,
    format: "esm",
    platform: "browser",
  })
  writeFileSync(join(folder, "text.json"), text)
  const { report } = await runWorker(file, {
    worker: join(folder, "worker.mjs"),
    folder,
    compatibilityFlags: [],
    bindings: { TEXT: text, EMPTY: "" },
    beside: {
      services: `( name = "stores", worker = ( compatibilityDate = "2026-11-01", modules = [
        (name = "stores.mjs", esModule = embed "stores.mjs"), (name = "text.json", text = embed "text.json") ] ) )`,
      bindings: `(name = "JSON_VARIABLE", json = ${JSON.stringify(text)}),
        (name = "NAMESPACE", kvNamespace = "stores"),
        (name = "SECRET", service = (name = "stores", entrypoint = "Secret")),
        (name = "NO_SECRET", service = (name = "stores", entrypoint = "NoSecret"))`,
    },
  })
  expect(JSON.parse(report)).toEqual({
    "a text variable": "read",
    "an empty variable": "nothing",
    "a variable that is not set": "nothing",
    "a JSON variable": "read",
    "a JSON variable through envSource": "read",
    "a key in KV": "read",
    "a key that KV does not have": "nothing",
    "KV that refuses": "denied: The namespace denied access (status 403).",
    "KV that is read too often": "throttled: The namespace is asked too often (status 429).",
    "KV that fails": "unavailable: The binding's get() failed (status 500).",
    "a secret of a Secrets Store": "read",
    "a secret that does not exist": "nothing",
  })
})

const worker = `
import { env } from "cloudflare:workers"
import { bindingSource, envSource } from "@client-secrets/env"

// At the top level, as in a module: no binding is read before a request.
const sources = {
  "a text variable": bindingSource(env.TEXT),
  "an empty variable": bindingSource(env.EMPTY),
  "a variable that is not set": bindingSource(env.ABSENT),
  "a JSON variable": bindingSource(env.JSON_VARIABLE),
  "a JSON variable through envSource": envSource({ env, name: "JSON_VARIABLE" }),
  "a key in KV": bindingSource(env.NAMESPACE, "present"),
  "a key that KV does not have": bindingSource(() => env.NAMESPACE, "absent"),
  "KV that refuses": bindingSource(env.NAMESPACE, "status-403"),
  "KV that is read too often": bindingSource(env.NAMESPACE, "status-429"),
  "KV that fails": bindingSource(env.NAMESPACE, "status-500"),
  "a secret of a Secrets Store": bindingSource(env.SECRET),
  "a secret that does not exist": bindingSource(env.NO_SECRET),
}

export default {
  async fetch() {
    const outcomes = {}
    for (const [name, source] of Object.entries(sources)) {
      outcomes[name] = await source.read().then(
        document => {
          if (document === undefined) return "nothing"
          const { content } = document
          const file = typeof content === "string" ? JSON.parse(content) : content
          return file.web.client_secret === ${JSON.stringify(members.client_secret)} ? "read" : "something else"
        },
        error => error.code + ": " + error.message,
      )
    }
    return Response.json(outcomes)
  },
}
`

// The backend of a KV namespace, and a Secrets Store as in Miniflare.
const stores = `
import { WorkerEntrypoint } from "cloudflare:workers"
import text from "text.json"

export default {
  fetch(request) {
    const key = new URL(request.url).pathname.slice(1)
    if (key === "present") return new Response(text)
    return new Response("canary", { status: Number(/^status-(\\d+)$/.exec(key)?.[1] ?? 404) })
  },
}
export class Secret extends WorkerEntrypoint {
  async get() { return text }
}
export class NoSecret extends WorkerEntrypoint {
  async get() { throw new Error('Secret "google" not found') }
}
`

test.each<[binding: Binding | (() => Binding), key: string | undefined, tried: string]>([
  [undefined, undefined, "the binding (not set). On Cloudflare a binding is named in wrangler.jsonc,"],
  [() => undefined, "google", "the binding (not set). On Cloudflare"],
  [() => ({ get: async () => null }), undefined, "the binding (has no value). How"],
  [
    { get: async () => null },
    "google",
    "the key google of the binding (does not exist). Store the client file under the key google. How",
  ],
])("if %j finds nothing, core's message says where it looked", async (binding, key, tried) => {
  await expect(loadClientSecrets(bindingSource(binding, key))).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining(`No client file was found. Tried: ${tried}`),
  })
})

test("names a secret in base64 within pairs", async () => {
  const pairs = { ...members, client_secret: base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET") }
  const source = bindingSource({ get: async () => JSON.stringify(pairs) })
  await expect(loadClientSecrets(source)).rejects.toMatchObject({
    issues: [{ code: "encoded_value", message: "client_secret is base64 of a client secret." }],
  })
})
