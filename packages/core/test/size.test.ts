import * as core from "@client-secrets/core"
import { expect, test } from "vitest"
import { bundle } from "./bundle.ts"

const names = Object.keys(core)

// What an application's own build pays for, minified by esbuild and gzipped. The first limit is a promise. The aims for the
// others are 6,500 and 9,000 bytes, which esbuild does not reach (rolldown does the second): their limits keep them from
// growing unseen.
test.each([
  ["parseClientSecrets alone", ["parseClientSecrets"], 5_000],
  ["all but the loader", names.filter(name => name !== "createLoader"), 7_440],
  ["all", names, 9_310],
])("%s stays small", async (_, exports, limit) => {
  expect((await bundle(exports)).size).toBeLessThanOrEqual(limit)
})
