import { expect, test } from "vitest"
import { bundle } from "./bundle.ts"

const kilobyte = 1_024

test("parseClientSecrets alone is at most 5 kB, minified and gzipped", async () => {
  expect((await bundle(["parseClientSecrets"])).size).toBeLessThanOrEqual(5 * kilobyte)
})
