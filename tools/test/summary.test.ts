import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"

const script = fileURLToPath(new URL("../../scripts/summary.mjs", import.meta.url))

interface Result {
  readonly fullName: string
  readonly status: "passed" | "failed" | "skipped"
  readonly failureMessages: readonly string[]
}

const passed = (fullName: string): Result => ({ fullName, status: "passed", failureMessages: [] })
const failed = (fullName: string, message: string): Result => ({
  fullName,
  status: "failed",
  failureMessages: [message],
})

test("one reason for several failures is printed once, below the last of them, without the frames", () => {
  const stack = "\n    at run (/folder/file.ts:3:1)\n    at process.processTicksAndRejections (node:internal:1:1)"
  const { status, stdout } = summarize([
    passed("is fine"),
    failed("first", `Error: the process ended (SIGKILL) without a report:\nthe output${stack}`),
    failed("second", `Error: the process ended (SIGKILL) without a report:\nthe output${stack}`),
    failed("third", `Error: another reason${stack}`),
  ])
  expect(stdout.trimEnd().split("\n")).toEqual([
    "FAILED   core: first",
    "FAILED   core: second",
    "         Error: the process ended (SIGKILL) without a report:",
    "         the output",
    "FAILED   core: third",
    "         Error: another reason",
    "1 passed, 3 failed",
  ])
  expect(status).toBe(1)
})

test("a long reason is cut, with a mark: its beginning and its end are shown", () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`)
  const { stdout } = summarize([failed("long", `${lines.join("\n")}\n${"x".repeat(1_000)}`)])
  expect(stdout).toContain("line 5\n         [30 lines]\n         line 36\n")
  expect(stdout).toContain(`${"x".repeat(400)} […]\n`)
  expect(stdout).not.toContain("x".repeat(401))
})

test("what passed only at its second attempt is named, and is no failure", () => {
  const { status, stdout } = summarize([passed("one"), { ...failed("two", "Error: no report"), status: "passed" }])
  expect(stdout.split("\n")).toEqual([
    "UNSTABLE core: two",
    "         Error: no report",
    "",
    "UNSTABLE, passed only at the second attempt: 1",
    "2 passed, 0 failed",
    "",
  ])
  expect(status).toBe(0)
})

test("tests without a failure end with the figures alone", () => {
  expect(summarize([passed("one"), passed("two")])).toMatchObject({ status: 0, stdout: "2 passed, 0 failed\n" })
})

function summarize(results: readonly Result[]) {
  // The script adds up the reports of the repository it lies in.
  const folder = scratch()
  const reports = join(folder, "packages/core/test-results")
  for (const path of ["scripts", "apps", "packages/core/test-results"])
    mkdirSync(join(folder, path), { recursive: true })
  cpSync(script, join(folder, "scripts/summary.mjs"))
  const countOf = (status: Result["status"]) => results.filter(result => result.status === status).length
  const report = {
    numPassedTests: countOf("passed"),
    numFailedTests: countOf("failed"),
    numPendingTests: countOf("skipped"),
    numTodoTests: 0,
    success: countOf("failed") === 0,
    testResults: [{ assertionResults: results }],
  }
  writeFileSync(join(reports, "vitest.json"), JSON.stringify(report))
  return spawnSync(process.execPath, [join(folder, "scripts/summary.mjs")], { encoding: "utf8" })
}
