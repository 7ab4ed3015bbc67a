import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle-size.ts"

// What the README says of the bundler of Vite; the limits by esbuild stand with each package.
test("all of core stays within 9 kB by rolldown", async () => {
  const { gzipped, gzippedByRolldown } = await bundleSize('export * from "@client-secrets/core"')
  expect(gzippedByRolldown).toBeLessThanOrEqual(9_000)
  // Another bundler, so that the two are not the same figure twice.
  expect(gzipped).not.toBe(gzippedByRolldown)
})
