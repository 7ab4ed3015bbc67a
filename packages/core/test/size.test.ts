import * as core from "@client-secrets/core"
import { expect, test } from "vitest"
import { bundle } from "./bundle.ts"

const names = Object.keys(core)

// Minified by esbuild and gzipped. These are alarms, not budgets: whoever needs more raises the number and says why here.
// parseClientSecrets: 9 kB of rules and reader, and as much again of plain sentences (37 codes with message and hint) and of
// the tables that recognize other files; none of them is traded for bytes.
test.each([
  ["parseClientSecrets alone", ["parseClientSecrets"], 19_000],
  ["all", names, 27_000],
])("%s stays small", async (_, exports, limit) => {
  expect((await bundle(exports)).size).toBeLessThanOrEqual(limit)
})
