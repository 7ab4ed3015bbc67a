import * as core from "@client-secrets/core"
import { expect, test } from "vitest"
import { bundle } from "./bundle.ts"

const names = Object.keys(core)

// What an application's own build pays for, minified by esbuild and gzipped. The limits are alarms, 110 % of what was
// planned: a check, a sentence or a plain name is never traded for bytes. Whoever needs more raises the number and says why.
test.each([
  ["parseClientSecrets alone", ["parseClientSecrets"], 9_900],
  ["all", names, 17_600],
])("%s stays small", async (_, exports, limit) => {
  expect((await bundle(exports)).size).toBeLessThanOrEqual(limit)
})
