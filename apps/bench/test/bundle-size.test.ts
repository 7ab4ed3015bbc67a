import { expect, test } from "vitest"
import { bundleSize } from "../src/bundle-size.ts"
import { sizeAlarms, tolerance } from "../src/size-alarms.ts"

test("every bundle is within 110 % of its size alarm", async () => {
  const report = await Promise.all(
    sizeAlarms.map(async ({ label, module, kilobytes, external }) => {
      const { gzipped } = await bundleSize(module, external)
      return { label, gzipped, alarm: kilobytes * 1_000 }
    }),
  )
  for (const { label, gzipped, alarm } of report)
    console.log(`${label}: ${gzipped} bytes, ${Math.round((100 * gzipped) / alarm)} % of its alarm`)
  const loud = report.filter(({ gzipped, alarm }) => gzipped > alarm * tolerance)
  expect(loud, "raise the number in src/size-alarms.ts, and say why").toEqual([])
})

test("the size by rolldown differs from that by esbuild", async () => {
  const { gzipped, gzippedByRolldown } = await bundleSize('export * from "@client-secrets/core"')
  expect(gzipped).not.toBe(gzippedByRolldown)
})
