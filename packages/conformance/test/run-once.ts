import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RunOutcome, Runtime } from "../drive/runtimes.ts"

/** Runs cases on one runtime and returns the outcome, even where a test file of a package would fail. */
export async function runOnce(runtime: Runtime, cases: URL, fixtures: unknown, limit?: number): Promise<RunOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "conformance-once-"))
  const { locate, run, ...info } = runtime
  try {
    return await run(locate() ?? "", { cases, folder, environment: {}, setup: { runtime: info, fixtures }, limit })
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
