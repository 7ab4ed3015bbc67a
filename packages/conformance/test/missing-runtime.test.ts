import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { type ProgramResult, runProgram } from "../drive/run-program.ts"

// A missing runtime must be noticed: by the reader of the output, and by CI.

test("without Chromium its tests are skipped, and the output says so", async () => {
  const { status, output } = await testWithoutChromium({})
  expect(output).toContain("SKIPPED: chromium is not on this machine")
  expect(output).toMatch(/Tests +\d+ skipped/)
  expect(status).toBe(0)
})

test("without Chromium the tests fail if CI is true", async () => {
  const { status, output } = await testWithoutChromium({ CI: "true" })
  expect(output).toContain("chromium is not on this machine, and with CI=true it must be.")
  expect(status).toBe(1)
})

async function testWithoutChromium(environment: Record<string, string>): Promise<ProgramResult> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs")
  const folder = fileURLToPath(new URL("..", import.meta.url))
  // Not the JSON report, which belongs to this run.
  const args = [vitest, "run", "--config=../../vitest.config.ts", "--root=.", "--reporter=verbose", "-t", "^chromium: "]
  const HOME = mkdtempSync(join(tmpdir(), "conformance-home-"))
  try {
    return await runProgram({
      file: process.execPath,
      args: [...args, "harness"],
      folder,
      environment: { HOME, CHROMIUM_PATH: "/nowhere/chromium", ...environment },
    })
  } finally {
    rmSync(HOME, { recursive: true, force: true })
  }
}
