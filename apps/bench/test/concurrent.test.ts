import { expect, test } from "vitest"
import { concurrent } from "../src/benchmarks/concurrent.ts"

// Calls are counted, not timed: these figures are the same on every machine.
test("100 concurrent requests cause one call with the loader, and 100 with powertools", async () => {
  const { rows } = await concurrent.run({ scale: 0.01 })
  expect(rows.map(row => row.figures[0])).toEqual([100, 1, 100, 1])
})
