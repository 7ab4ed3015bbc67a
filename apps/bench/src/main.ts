import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { Result } from "./benchmark.ts"
import { benchmarks } from "./benchmarks/index.ts"
import { printMarkdown, printTable } from "./print-table.ts"
import { writeFigures } from "./write-figures.ts"

const usage = `npm run bench -- [names] [--json] [--write] [--scale 0.1]

  names    which to run: ${benchmarks.map(benchmark => benchmark.name).join(", ")}; all by default
  --json   figures for machines on the standard output (of npm run -s bench); in .artifacts/bench.json in any case
  --write  rewrite the figures in docs/performance.md and the README of the command line
  --scale  how much work to spend: 1 for figures to publish`

const root = fileURLToPath(new URL("../../..", import.meta.url))
const pages = ["docs/performance.md", "packages/cli/README.md"]

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      scale: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  })
  const unknown = positionals.filter(name => !benchmarks.some(benchmark => benchmark.name === name))
  const scale = Number(values.scale)
  if (values.help || unknown.length > 0 || !(scale > 0)) {
    console.error(unknown.length > 0 ? `There is no benchmark ${unknown.join(", ")}.\n\n${usage}` : usage)
    return values.help ? 0 : 2
  }

  const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}`
  if (!values.json) console.log(`${machine}\n`)
  const results: Record<string, Result> = {}
  for (const { name, title, run } of benchmarks) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    const result = await run({ scale })
    results[name] = result
    if (!values.json) console.log(`${printTable(title, result)}\n`)
  }

  const report = `${JSON.stringify({ machine, scale, results: Object.fromEntries(Object.entries(results).map(forMachines)) }, undefined, 2)}\n`
  write(".artifacts/bench.json", report)
  if (values.json) process.stdout.write(report)
  if (values.write) writeAll(results)
  return 0
}

function forMachines([name, { columns, rows, goals = [] }]: [string, Result]): [string, object] {
  return [name, { columns: columns.map(column => column.title), rows, goals }]
}

function writeAll(results: Readonly<Record<string, Result>>): void {
  const figures: Record<string, string> = {}
  for (const { name, title } of benchmarks) {
    const result = results[name]
    if (result === undefined) continue
    figures[name] = printMarkdown(title, result)
    for (const [path, picture] of Object.entries(result.pictures ?? {})) write(path, picture)
  }
  for (const path of pages) {
    const document = readFileSync(join(root, path), "utf8")
    write(path, writeFigures(document, figures))
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

process.exitCode = await main()
