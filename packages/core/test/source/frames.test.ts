import { expect, test } from "vitest"
import { reportFrames } from "./frames.ts"

// docs/security.md: an error reporter that records local variables must not record the document.
test("at every throw of an error, no variable of our frames holds the secret, nor does a closure of theirs", async () => {
  const reports = await reportFrames()
  expect(reports.length).toBeGreaterThan(30)
  for (const { scenario, outcome, frames, findings } of reports) {
    expect(findings, scenario).toEqual([])
    expect(outcome, scenario).toMatch(/^(invalid|client_mismatch|faulty_source|aborted)$/)
    expect(frames, scenario).toBeGreaterThan(0)
  }
})
