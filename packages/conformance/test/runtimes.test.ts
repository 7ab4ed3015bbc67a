import { findLeaks } from "@client-secrets/conformance"
import { expect, test } from "vitest"
import { type RunOutcome, type Runtime, runtimes } from "../drive/runtimes.ts"
import type { Fixtures } from "./broken.cases.ts"
import { runOnce } from "./run-once.ts"

// What every runtime must report: a failing case, a secret in the output, a case that never ends, a process that stays.

const present = runtimes.filter(runtime => runtime.locate() !== undefined)

test.each(present)("$name reports a failure with its message and stack", async runtime => {
  const { report } = await runBroken(runtime, "failure")
  expect(report.results).toMatchObject([
    { name: "broken", failure: expect.stringMatching(/RangeError: this case fails\n(.*\n)*.*:\d+/) },
  ])
})

test.each(present)("$name shows what a case prints", async runtime => {
  const { report, output } = await runBroken(runtime, "leak")
  expect(report.results).toEqual([{ name: "broken" }])
  expect(findLeaks(report.secrets, { output })).toMatchObject([{ where: "output", encoding: "plain" }])
})

// One runtime per way to start, in parallel: each keeps a processor busy for two seconds.
const kinds = ["node 26", "deno", "bun", "workerd", "edge-runtime", "chromium"]
test.concurrent.each(present.filter(({ name }) => kinds.includes(name)))(
  "$name is terminated if a case does not end",
  async runtime => {
    await expect(runBroken(runtime, "hang", 2_000)).rejects.toThrow()
  },
)

const processes = ["node 26", "deno", "bun", "edge-runtime"]
test.concurrent.each(present.filter(({ name }) => processes.includes(name)))(
  "$name reports its cases, and how it ended, if something keeps its process alive",
  async runtime => {
    const { report, status } = await runBroken(runtime, "stay", 10_000)
    expect(report.results).toEqual([{ name: "broken" }])
    expect(status).toBe("SIGKILL")
  },
)

function runBroken(runtime: Runtime, broken: Fixtures["broken"], limit?: number): Promise<RunOutcome> {
  return runOnce(runtime, new URL("./broken.cases.ts", import.meta.url), { broken }, limit)
}
