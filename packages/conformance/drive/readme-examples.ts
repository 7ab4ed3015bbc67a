import { mkdirSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { build } from "esbuild"
import { locateNode, locateWorkerd } from "./locate.ts"
import { runProgram } from "./run-program.ts"
import { runWorker } from "./run-workerd.ts"

/** A fenced `ts` block of a README, and the fenced `text` block directly after it, if there is one. */
export interface Example {
  readonly title: string
  readonly code: string
  readonly output: string | undefined
}

/** The examples of a Markdown document, in their order. */
export function findExamples(markdown: string): Example[] {
  const examples: Example[] = []
  const blocks = /^(?:#+ +(?<heading>.+)|```ts\n(?<code>[\s\S]*?)^```$(?:\s*^```text\n(?<output>[\s\S]*?)^```$)?)/gm
  let heading = "README"
  for (const { groups = {} } of markdown.matchAll(blocks)) {
    if (groups["heading"] !== undefined) heading = groups["heading"]
    if (groups["code"] === undefined) continue
    examples.push({
      title: `example ${examples.length + 1} (${heading})`,
      code: groups["code"],
      output: groups["output"],
    })
  }
  return examples
}

/** Writes files in a folder, by their path there. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

const compilerSettings = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023"],
    types: ["node"],
    module: "ESNext",
    moduleResolution: "Bundler",
    moduleDetection: "force",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  },
  include: ["."],
}

/** The compiler's messages about all TypeScript in a folder: one per line, with the file's path from there. */
export async function compile(folder: string): Promise<string> {
  writeFiles(folder, { "tsconfig.json": JSON.stringify(compilerSettings) })
  const compiler = createRequire(import.meta.url).resolve("typescript-7/package.json")
  const args = [join(dirname(compiler), "bin/tsc"), "--noEmit", "--pretty", "false", "-p", folder]
  const { status, output } = await runProgram({ file: process.execPath, args, folder, environment: {} })
  if (status !== 0 && output === "") throw new Error(`the compiler ended with ${status}`)
  return output
}

export interface ExampleRun {
  /** Everything that was printed. */
  readonly output: string
  /** What the reader expects: what a program printed, or what a Worker answered. */
  readonly answer: string
}

type Environment = Readonly<Record<string, string>>

/** Runs `example.ts` of a folder, on Node or, if it imports a `cloudflare:` module, on workerd: there it is fetched once. */
export function runExample(code: string, folder: string, environment: Environment): Promise<ExampleRun> {
  return code.includes('"cloudflare:') ? runOnWorkerd(folder, environment) : runOnNode(folder, environment)
}

async function runOnNode(folder: string, environment: Environment): Promise<ExampleRun> {
  // A Node version that strips types by itself.
  const file = locateNode(26) ?? process.execPath
  const { status, output } = await runProgram({ file, args: ["example.ts"], folder, environment })
  if (status !== 0) throw new Error(`the example ended with ${status}:\n${output}`)
  return { output, answer: output }
}

async function runOnWorkerd(folder: string, bindings: Environment): Promise<ExampleRun> {
  const file = locateWorkerd()
  if (file === undefined) throw new Error("workerd is not on this machine (see packages/conformance/README.md).")
  const worker = join(folder, "worker.mjs")
  await build({
    entryPoints: [join(folder, "example.ts")],
    outfile: worker,
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", "cloudflare:*"],
    logLevel: "silent",
  })
  const { report, output } = await runWorker(file, { worker, folder, compatibilityFlags: [], bindings })
  return { output, answer: report }
}
