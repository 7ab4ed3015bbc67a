import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { load } from "../entries.ts"
import { text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

interface Hooks {
  readonly config: { handler(config: object): object }
  configResolved(config: object): unknown
  configureServer(server: object): unknown
  readonly resolveId: (this: object, source: string, importer: string, options?: object) => Promise<unknown>
  readonly load: (this: object, id: string, options?: object) => Promise<unknown>
  readonly transform: (this: object, code: string, id: string, options?: object) => Promise<unknown>
  readonly generateBundle: (this: object, options: object, bundle: object) => unknown
}

/** The plugin waits a tenth of a second for a bundler before each refusal; there is none here. */
function waitForNoBundler(): void {
  const { setTimeout } = globalThis
  const sooner = (work: () => void, delay: number) => setTimeout(work, delay === 100 ? 0 : delay)
  globalThis.setTimeout = sooner as typeof setTimeout
}

async function operations(): Promise<readonly Operation[]> {
  waitForNoBundler()
  const { clientSecrets } = await load("client-secrets/vite", import("client-secrets/vite"))
  // Its type does not show what it does for Vite.
  const pluginOf = (options?: object) => clientSecrets(options) as unknown as Hooks
  const root = mkdtempSync(join(tmpdir(), "pollution-"))
  mkdirSync(join(root, "public"))
  writeFileSync(join(root, "oauth.json"), text)
  writeFileSync(join(root, "public", "other.json"), "{}")
  const logger = { error() {} }
  const context = (consumer?: string) => ({
    ...(consumer !== undefined && { environment: { config: { consumer } } }),
    error(message: string): never {
      throw new Error(message)
    },
  })
  const served = (publicDir: string) => ({ root, base: "/", publicDir, command: "build", logger })
  const answerTo = (url: string) => {
    const answer: { statusCode?: number; text?: string; next?: boolean } = {}
    const handlers: ((request: object, response: object, next: () => void) => void)[] = []
    const plugin = pluginOf()
    plugin.configResolved({ ...served(join(root, "public")) })
    plugin.configureServer({ middlewares: { use: (handle: never) => handlers.push(handle) } })
    const response = Object.assign(answer, { end: (text: string) => void Object.assign(answer, { text }) })
    handlers[0]!({ url }, response, () => void Object.assign(answer, { next: true }))
    return answer
  }
  const bundled = (bundle: object) => {
    const plugin = pluginOf()
    plugin.configResolved(served(join(root, "public")))
    return plugin.generateBundle.call(context("client"), {}, bundle)
  }
  return [
    { name: "what is denied", run: () => pluginOf({ files: ["x.json"] }).config.handler({}) },
    {
      name: "a public folder",
      run: () => pluginOf().configResolved(served(join(root, "public"))),
    },
    {
      name: "a public folder with a client file",
      run: () => pluginOf().configResolved(served(root)),
    },
    { name: "a request for the file", run: () => answerTo("/client_secrets.json") },
    { name: "another request", run: () => answerTo("/index.html") },
    {
      name: "an import in the browser",
      run: () => pluginOf().load.call(context("client"), join(root, "oauth.json")),
    },
    { name: "an import before Vite 6", run: () => pluginOf().load.call(context(), join(root, "oauth.json"), {}) },
    {
      name: "an import on a server",
      run: () => pluginOf().load.call(context("server"), join(root, "oauth.json")),
    },
    {
      name: "an import of something else",
      run: () => pluginOf().load.call(context("client"), join(root, "public/other.json")),
    },
    {
      name: "a reference",
      run: () =>
        pluginOf().transform.call(context("client"), 'new URL("./oauth.json", import.meta.url)', join(root, "a.js")),
    },
    {
      name: "an import by name",
      run: () => pluginOf().resolveId.call(context("client"), "./client_secret.json", join(root, "a.js")),
    },
    {
      name: "a file in the output",
      run: () => bundled({ "a.json": { originalFileNames: ["oauth.json"] } }),
    },
    { name: "a file in the output without a name", run: () => bundled({ "a.js": {} }) },
    { name: "a wrong option", run: () => clientSecrets({ files: "x" as never }) },
  ]
}

export const vite: Suite = { sources: ["cli", "recognize"], operations }
