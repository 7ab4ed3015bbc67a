import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"
import { untouched } from "./entries.ts"
import { identifiersOf } from "./identifiers.ts"
import { findDifferences } from "./run-operations.ts"
import { suites } from "./suites/index.ts"
import { valueFor, values } from "./values.ts"

// node src/run.ts [--all] [SUITE…]: one JSON object a line for each suite.
const isExhaustive = process.argv.includes("--all")
const wanted = process.argv.slice(2).filter(word => !word.startsWith("--"))

const unknown = wanted.filter(word => !Object.hasOwn(suites, word))
if (unknown.length > 0) {
  console.error(`No suite is named ${unknown.join(", ")}. The suites are ${Object.keys(suites).join(", ")}.`)
  process.exit(2)
}

const [only, ...others] = wanted.length > 0 ? wanted : Object.keys(suites)
const isSound = others.length === 0 ? await runSuite(only!) : await runProcesses([only!, ...others])
// Servers of the operations may still be open.
process.exit(isSound ? 0 : 1)

/** Runs one suite in this process, prints its report, and returns whether it found no difference. */
async function runSuite(name: string): Promise<boolean> {
  const suite = suites[name]!
  const operations = await suite.operations()
  const names = identifiersOf(suite.sources)
  const started = performance.now()
  const valuesOf = (one: string) => (isExhaustive ? values : [valueFor(one)])
  const { runs, differences } = await findDifferences(operations, names, valuesOf)
  const seconds = Math.round((performance.now() - started) / 100) / 10
  const counts = { names: names.length, operations: operations.length, runs, seconds }
  console.log(JSON.stringify({ suite: name, ...counts, entries: untouched(), differences }))
  return differences.length === 0
}

/** Runs each suite in a process of its own, as many at a time as the machine has processors. */
async function runProcesses(names: readonly string[]): Promise<boolean> {
  const waiting = [...names]
  let areSound = true
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      areSound = (await runProcess(name)) && areSound
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return areSound
}

function runProcess(name: string): Promise<boolean> {
  const words = [import.meta.filename, ...(isExhaustive ? ["--all"] : []), name]
  return new Promise(resolve => {
    spawn(process.execPath, words, { stdio: "inherit" }).on("close", code => resolve(code === 0))
  })
}
