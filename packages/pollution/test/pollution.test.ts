import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, test } from "vitest"
import { findDifferences } from "../src/run-operations.ts"
import { suites } from "../src/suites/index.ts"

const program = fileURLToPath(new URL("../src/run.ts", import.meta.url))
const run = promisify(execFile)

interface Report {
  readonly names: number
  readonly runs: number
  readonly seconds: number
  /** By the entries of the packages: their functions that no operation uses. */
  readonly entries: Readonly<Record<string, readonly string[]>>
  readonly differences: readonly unknown[]
}

// In a separate process, so that the pollution does not break the test runner. `npm run test:pollution` tries all values.
describe("no identifier on Object.prototype changes what a package does", () => {
  test.each(Object.keys(suites))("%s", { timeout: 600_000 }, async name => {
    const { stdout } = await run(process.execPath, [program, name]).catch(error => error)
    const report = JSON.parse(stdout) as Report
    expect(report.differences).toEqual([])
    expect(report.names).toBeGreaterThan(300)
    for (const [entry, untouched] of Object.entries(report.entries)) expect(untouched, entry).toEqual([])
    console.log(`${name}: ${report.names} names, ${report.runs} runs, ${report.seconds} s`)
  })
})

test("finds a difference if there is one", async () => {
  const careless = (options: { evil?: string }) => options.evil
  const operations = [{ name: "careless", run: () => careless({}) }]
  const { differences } = await findDifferences(operations, ["evil", "good"], () => ["x"])
  expect(differences).toEqual([
    { operation: "careless", name: "evil", value: "x", expected: "returned undefined", actual: "returned x" },
  ])
})

test("finds a difference that only two names together cause", async () => {
  const careless = ({ keys, age }: { keys?: string; age?: string }) => (age === undefined ? undefined : keys)
  const operations = [{ name: "careless", run: () => careless({}) }]
  const { differences } = await findDifferences(operations, ["keys", "age"], () => ["x"])
  expect(differences).toEqual([
    { operation: "careless", name: "keys age", value: "x x", expected: "returned undefined", actual: "returned x" },
  ])
})
