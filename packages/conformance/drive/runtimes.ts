import { fileURLToPath } from "node:url"
import { reportMark } from "../src/entry.ts"
import type { RunReport } from "../src/run-cases.ts"
import type { RuntimeInfo, RuntimeTraits } from "../src/runtime.ts"
import { type BundleInput, bundleCases } from "./bundle.ts"
import { locateBun, locateChromium, locateDeno, locateNode, locateWorkerd } from "./locate.ts"
import { runPage } from "./run-page.ts"
import { type ProgramResult, runProgram } from "./run-program.ts"
import { runWorker } from "./run-workerd.ts"

export interface RunInput extends BundleInput {
  /** Variables for the program: the environment of a process, the bindings of a Worker. */
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds after which it is terminated. @default 120,000 */
  readonly limit?: number | undefined
}

/** The result of a run: the report, everything that the runtime printed, and how it ended. */
export interface RunOutcome {
  readonly report: RunReport
  readonly output: string
  /** A process's exit code, or the signal that ended it; 0 for a runtime that the harness stops (a Worker, a page). */
  readonly status: number | string
}

/** A runtime: its traits, the path of its binary on this machine, and how cases run on it. */
export interface Runtime extends RuntimeInfo {
  /** Undefined on a machine without it. */
  locate(): string | undefined
  run(file: string, input: RunInput): Promise<RunOutcome>
}

const everything: RuntimeTraits = {
  environment: "granted",
  fileSystem: "granted",
  network: "granted",
  nodeModules: "present",
  modules: "esm",
}
const nothingGranted: Partial<RuntimeTraits> = { environment: "denied", fileSystem: "denied", network: "denied" }
const bundled: Partial<RuntimeTraits> = { modules: "bundled", fileSystem: "absent", nodeModules: "absent" }

// The flag that Lambda sets; the versions that call it --no-require-module also know this name.
const withoutRequireOfModules = ["--no-experimental-require-module"]
const deno = ["run", "--no-remote", "--no-prompt", "--no-lock", "--node-modules-dir=manual"]
// The two have different defaults.
const withoutNode = ["no_nodejs_compat", "no_nodejs_compat_v2"]

/** All runtimes: a difference between two of them is a cell of this table. */
export const runtimes: readonly Runtime[] = [
  ...[20, 22, 24, 26].flatMap(major => [
    { name: `node ${major}`, ...everything, locate: () => locateNode(major), run: asProgram([]) },
    {
      name: `node ${major} commonjs`,
      ...everything,
      modules: "cjs" as const,
      locate: () => locateNode(major),
      run: asProgram(withoutRequireOfModules, "commonjs program"),
    },
  ]),
  { name: "deno", ...everything, locate: locateDeno, run: asProgram([...deno, "--allow-all"]) },
  { name: "deno without grants", ...everything, ...nothingGranted, locate: locateDeno, run: asProgram(deno) },
  { name: "bun", ...everything, locate: locateBun, run: asProgram(["run", "--no-install"]) },
  {
    name: "workerd",
    ...everything,
    ...bundled,
    fileSystem: "virtual",
    nodeModules: "present",
    locate: locateWorkerd,
    run: asWorker([]),
  },
  {
    name: "workerd without node",
    ...everything,
    ...bundled,
    environment: "absent",
    locate: locateWorkerd,
    run: asWorker(withoutNode),
  },
  { name: "edge-runtime", ...everything, ...bundled, locate: () => process.execPath, run: asEdgeScript },
  { name: "chromium", ...everything, ...bundled, environment: "absent", locate: locateChromium, run: asPage },
]

function asProgram(flags: readonly string[], form: "program" | "commonjs program" = "program"): Runtime["run"] {
  return async (file, input) => {
    const bundle = await bundleCases(form, input)
    return outcomeOf(await runProgram({ file, args: [...flags, bundle], ...input }))
  }
}

async function asEdgeScript(file: string, input: RunInput): Promise<RunOutcome> {
  const bundle = await bundleCases("edge script", input)
  const host = fileURLToPath(new URL("./edge-host.ts", import.meta.url))
  return outcomeOf(await runProgram({ file, args: [host, bundle], ...input }))
}

function asWorker(compatibilityFlags: readonly string[]): Runtime["run"] {
  return async (file, input) => {
    const worker = await bundleCases("worker", input)
    const { environment: bindings, folder, limit } = input
    const { report, output } = await runWorker(file, { worker, folder, compatibilityFlags, bindings, limit })
    return { report: JSON.parse(report), output, status: 0 }
  }
}

async function asPage(file: string, input: RunInput): Promise<RunOutcome> {
  const { report, output } = await runPage(file, await bundleCases("page", input), input.limit)
  return { report: JSON.parse(report), output, status: 0 }
}

function outcomeOf({ status, output }: ProgramResult): RunOutcome {
  const lines = output.split("\n")
  const report = lines.find(line => line.startsWith(reportMark))
  if (report === undefined) throw new Error(`the process ended (${status}) without a report:\n${output}`)
  return {
    report: JSON.parse(report.slice(reportMark.length)),
    output: lines.filter(line => line !== report).join("\n"),
    status,
  }
}
