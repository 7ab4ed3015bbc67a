import { reportFrames } from "@client-secrets/conformance/frames"
import { expect, test } from "vitest"

// docs/security.md#frames: an error reporter that records local variables must not record the document.
test("when a source throws, no variable, argument or closure of our frames holds the document", async () => {
  const reports = await reportFrames(new URL("./frames/program.ts", import.meta.url))
  expect(reports.length).toBeGreaterThan(20)
  for (const { scenario, outcome, frames, findings } of reports) {
    expect(findings, scenario).toEqual([])
    expect(outcome, scenario).toMatch(/^((denied|invalid|not_found|revoked|unavailable)$|TypeError: )/)
    expect(frames, `${scenario}: ${outcome}`).toBeGreaterThan(0)
  }
})
