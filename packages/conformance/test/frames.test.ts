import { reportFrames } from "@client-secrets/conformance/frames"
import { expect, test } from "vitest"

// docs/security.md#frames: an error reporter that records local variables must not record the document.
test("when an error is thrown, no variable, argument or closure of our frames holds the document", async () => {
  const reports = await reportFrames(new URL("./frames/program.ts", import.meta.url))
  const scenariosOf = (name: string) => reports.filter(({ scenario }) => scenario.startsWith(`${name},`))
  for (const name of ["loadClientSecrets", "loadClientSecretsSync", "createLoader"])
    expect(scenariosOf(name).length, name).toBeGreaterThan(13)
  for (const name of ["parseClientSecrets", "safeParseClientSecrets", "clientSecretsSchema"])
    expect(scenariosOf(name).length, name).toBeGreaterThan(40)
  for (const { scenario, outcome, frames, findings } of reports) {
    // What was passed as a rest stays in the engine's own list of arguments, which no assignment replaces.
    const ofVariables = findings.filter(finding => !finding.startsWith("firstOf, arguments"))
    expect(ofVariables, scenario).toEqual([])
    expect(outcome, scenario).toMatch(outcomes)
    // A result that was returned was not thrown.
    expect(frames > 0, `${scenario}: ${outcome}, ${frames} frames`).toBe(!outcome.startsWith("returned"))
  }
})

test("the watcher sees what an argument, a variable and a closure hold", async () => {
  const reports = await reportFrames(new URL("./frames/careless.ts", import.meta.url))
  const careless = Object.fromEntries(reports.map(({ scenario, findings }) => [scenario, findings.length > 0]))
  expect(careless).toEqual({ "an argument": true, "a variable": true, "a closure": true, nothing: false })
})

const outcomes =
  /^(returned: )?(invalid|too_large|denied|client_mismatch|faulty_source|aborted)$|^returned: no options$|^TypeError: (The (option|second argument|public part) |Expected a source|toClientSecretsJson|createSecret)/
