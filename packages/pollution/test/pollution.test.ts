import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, test } from "vitest"
import { findDifferences } from "../src/run-operations.ts"
import { suites } from "../src/suites.ts"

const program = fileURLToPath(new URL("../src/run.ts", import.meta.url))
const run = promisify(execFile)

interface Report {
  readonly names: number
  readonly runs: number
  readonly seconds: number
  readonly differences: readonly unknown[]
}

// In a process of its own: what is polluted there breaks no test runner. `npm run test:pollution` tries all values.
describe("no identifier on Object.prototype changes what a package does", () => {
  test.each(Object.keys(suites))("%s", { timeout: 300_000 }, async name => {
    const { stdout } = await run(process.execPath, [program, name]).catch(error => error)
    const report = JSON.parse(stdout) as Report
    expect(report.differences).toEqual([])
    expect(report.names).toBeGreaterThan(300)
    console.log(`${name}: ${report.names} names, ${report.runs} runs, ${report.seconds} s`)
  })
})

test("a difference is found where there is one", async () => {
  const careless = (options: { evil?: string }) => options.evil
  const operations = [{ name: "careless", run: () => careless({}) }]
  const { differences } = await findDifferences(operations, ["evil", "good"], () => ["x"])
  expect(differences).toEqual([
    { operation: "careless", name: "evil", value: "x", expected: "returned undefined", actual: "returned x" },
  ])
})
