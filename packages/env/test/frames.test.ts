import { reportFrames } from "@client-secrets/conformance/frames"
import { expect, test } from "vitest"

// docs/security.md#frames: an error reporter that records local variables must not record the environment.
test("when a source throws, no variable, argument or closure of our frames holds a value", async () => {
  const reports = await reportFrames(new URL("./frames/program.ts", import.meta.url))
  expect(reports.length).toBe(24)
  for (const { scenario, outcome, frames, findings } of reports) {
    expect(findings, scenario).toEqual([])
    expect(outcome, scenario).toMatch(/^((invalid|unavailable|unsupported|denied)$|TypeError: )/)
    expect(frames, `${scenario}: ${outcome}`).toBeGreaterThan(0)
  }
})
