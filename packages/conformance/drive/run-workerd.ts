import { writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { type ProgramResult, runLimit, startProgram } from "./run-program.ts"

/** A date since which `nodejs_compat` is on by default (2026-08-04). */
const compatibilityDate = "2026-11-01"

export interface WorkerdOptions {
  readonly file: string
  readonly worker: string
  readonly folder: string
  readonly compatibilityFlags: readonly string[]
  readonly bindings: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

/** Starts workerd, calls `use` with the Worker's address, and ends it. */
export async function withWorkerd<Result>(
  options: WorkerdOptions,
  use: (address: string) => Promise<Result>,
): Promise<{ result: Result; output: string }> {
  const { file, folder, args = [] } = options
  const config = join(folder, "config.capnp")
  writeFileSync(config, configText(options))
  const started = startProgram({ file, args: ["serve", config, "--control-fd=3", ...args], folder, environment: {} }, 1)
  const timer = setTimeout(() => started.process.kill("SIGKILL"), runLimit)
  try {
    const port = await Promise.race([listeningPort(started.process.stdio[3]), started.ended])
    if (typeof port !== "object") throw new Error(`workerd ended (${port}) before it listened:\n${started.output()}`)
    const result = await use(`http://127.0.0.1:${port.port}`)
    return { result, output: started.output() }
  } finally {
    clearTimeout(timer)
    started.process.kill("SIGKILL")
    await started.ended
  }
}

/** One run of a Worker: its answer is the report. */
export async function runWorker(options: WorkerdOptions): Promise<ProgramResult & { report: string }> {
  const { result, output } = await withWorkerd(options, async address => {
    const response = await fetch(address, { signal: AbortSignal.timeout(runLimit) })
    const text = await response.text()
    if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${text}`)
    return text
  })
  return { status: 0, output, report: result }
}

function listeningPort(control: unknown): Promise<{ port: number }> {
  return new Promise(resolve => {
    let text = ""
    ;(control as NodeJS.ReadableStream).setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      const port = /"port":(\d+)/.exec(text)?.[1]
      if (port !== undefined) resolve({ port: Number(port) })
    })
  })
}

function configText({ worker, compatibilityFlags, bindings }: WorkerdOptions): string {
  const text = (value: string) => JSON.stringify(value)
  const bindingList = Object.entries(bindings).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ],
);
const main :Workerd.Worker = (
  modules = [ (name = "worker.mjs", esModule = embed ${text(basename(worker))}) ],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  bindings = [${bindingList.join(", ")}],
);
`
}
