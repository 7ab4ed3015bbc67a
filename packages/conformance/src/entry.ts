import { type Case, type RunReport, type RunSetup, runCases } from "./run-cases.ts"

// The entry for each kind of runtime; drive/bundle.ts writes the few lines that call one of these.

/** Printed before each line of output that is for the harness and not from the package under test. */
export const reportMark = "::conformance-report::"

/** Printed at the start of every run: without it the output was not captured, and proves nothing. */
export const outputProof = "conformance: this runtime's console is heard"

/** A program: the report is its last line. */
export async function runAsProgram(cases: readonly Case<never>[], setup: RunSetup): Promise<void> {
  console.log(reportMark + JSON.stringify(await run(cases, setup)))
}

/** A Worker: every request is one run. */
export function runAsWorker(
  cases: readonly Case<never>[],
  setup: RunSetup,
): { fetch(request: Request, bindings: Record<string, unknown>): Promise<Response> } {
  return { fetch: async (_, bindings) => Response.json(await run(cases, setup, bindings)) }
}

/** A script without exports (a page, a bare context): the host calls the global `conformance`. */
export function runAsScript(cases: readonly Case<never>[], setup: RunSetup): void {
  const host = globalThis as { conformance?: () => Promise<RunReport> }
  host.conformance = () => run(cases, setup)
}

function run(...input: Parameters<typeof runCases>): Promise<RunReport> {
  console.log(outputProof)
  return runCases(...input)
}
