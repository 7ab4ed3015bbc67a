import { reportFrames } from "@client-secrets/conformance/frames"
import { expect, test } from "vitest"

// docs/security.md#frames: an error reporter that records local variables must not record the document.
test("when a source or a store throws, no variable, argument or closure of our frames holds the document", async () => {
  const reports = await reportFrames(new URL("./frames/program.ts", import.meta.url))
  expect(reports.length).toBeGreaterThan(14)
  for (const { scenario, outcome, frames, findings } of reports) {
    expect(findings, scenario).toEqual([])
    expect(outcome, scenario).toMatch(/^((invalid|too_large|unavailable)$|TypeError: )/)
    expect(frames, `${scenario}: ${outcome}`).toBeGreaterThan(0)
  }
})
