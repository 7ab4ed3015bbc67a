import { writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { startProgram } from "./run-program.ts"

/** A date since which workerd has `nodejs_compat` on by default (2026-08-04). */
const compatibilityDate = "2026-11-01"

export interface WorkerdOptions {
  /** The bundled Worker, in `folder`. */
  readonly worker: string
  readonly folder: string
  readonly compatibilityFlags: readonly string[]
  /** Text bindings. */
  readonly bindings: Readonly<Record<string, string>>
  /** More services, and bindings to them, as the configuration's text. @default none */
  readonly beside?: { readonly services: string; readonly bindings: string } | undefined
  /** More arguments for `workerd serve`. @default none */
  readonly args?: readonly string[]
  readonly limit?: number | undefined
}

export interface WorkerdAddresses {
  readonly http: string
  /** Not in use unless `args` requests an inspector. */
  readonly inspector: string
}

/** Starts workerd, calls `use` with the Worker's addresses, and terminates it. */
export async function withWorkerd<Result>(
  file: string,
  options: WorkerdOptions,
  use: (addresses: WorkerdAddresses) => Promise<Result>,
): Promise<{ result: Result; output: string }> {
  const { folder, limit, args = [] } = options
  const config = join(folder, "config.capnp")
  writeFileSync(config, configText(options))
  // Verbose, since otherwise it does not print an uncaught error.
  const serve = ["serve", config, "--control-fd=3", "--verbose", ...args]
  const { process, output, ended } = startProgram({ file, args: serve, folder, environment: {}, limit }, 1)
  let result: Result
  try {
    const addresses = await Promise.race([listening(process.stdio[3] as NodeJS.ReadableStream), ended])
    if (typeof addresses !== "object") throw new Error(`workerd ended before it listened:\n${output()}`)
    result = await use(addresses)
  } finally {
    process.kill("SIGKILL")
    await ended
  }
  // Only now everything has been read.
  return { result, output: output() }
}

/** One run of a Worker; its answer is the report. */
export async function runWorker(file: string, options: WorkerdOptions): Promise<{ output: string; report: string }> {
  const { result, output } = await withWorkerd(file, options, async ({ http }) => {
    const response = await fetch(http)
    return { ok: response.ok, text: await response.text() }
  })
  if (!result.ok) throw new Error(`the Worker failed: ${result.text}\n${output}`)
  return { report: result.text, output }
}

/** What workerd reports on its control channel once it serves: its address, and that of its inspector. */
function listening(control: NodeJS.ReadableStream): Promise<WorkerdAddresses> {
  return new Promise(resolve => {
    let text = ""
    control.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      const port = /"socket":"http","port":(\d+)/.exec(text)?.[1]
      const inspectorPort = /"listen-inspector","port":(\d+)/.exec(text)?.[1]
      if (port !== undefined)
        resolve({ http: `http://127.0.0.1:${port}`, inspector: `ws://127.0.0.1:${inspectorPort}/main` })
    })
  })
}

function configText({ worker, compatibilityFlags, bindings, beside }: WorkerdOptions): string {
  const text = (value: string) => JSON.stringify(value)
  const bindingList = Object.entries(bindings).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
    ${beside?.services ?? ""}
  ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ],
);
const main :Workerd.Worker = (
  modules = [ (name = "worker.mjs", esModule = embed ${text(basename(worker))}) ],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  bindings = [${[...bindingList, beside?.bindings ?? ""].join(", ")}],
);
`
}
