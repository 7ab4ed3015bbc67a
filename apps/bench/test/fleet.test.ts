import { readFileSync } from "node:fs"
import { createLoader } from "@client-secrets/core"
import { describe, expect, test } from "vitest"
import { fleet } from "../src/benchmarks/fleet.ts"
import { randomOf } from "../src/fleet/random.ts"
import { type Fleet, simulateFleet } from "../src/fleet/simulate-fleet.ts"
import { type Strategy, strategies } from "../src/fleet/strategies.ts"
import { sampleFile } from "../src/sample-files.ts"

const [ours] = strategies as [Strategy]
const world: Fleet = {
  instances: 1_000,
  quota: { getSecretValue: 1_000, describeSecret: 4_000 },
  seconds: 3_600,
  requestRate: 1,
}

describe("the simulation of our strategy matches the loader", () => {
  /** The times, in whole seconds, at which a real loader reads that is called every second for an hour. */
  async function readsOf(random: () => number, failsAt: (second: number) => boolean): Promise<number[]> {
    const reads: number[] = []
    let second = 0
    const clock = { now: () => second * 1000, sleep: () => () => {} }
    const read = async () => {
      reads.push(second)
      if (failsAt(second)) throw Object.assign(new Error("throttled"), { code: "throttled", transient: true })
      return { content: sampleFile(1), version: String(second) }
    }
    const loader = createLoader({ name: "store", read }, { clock, random })
    for (; second < 3_600; second++) await loader.get()
    return reads
  }

  /** The same according to the strategy. */
  function expected(random: () => number, failsAt: (second: number) => boolean): number[] {
    const reads: number[] = []
    let failures = 0
    for (let second = 0; second < 3_600; ) {
      reads.push(second)
      failures = failsAt(second) ? failures + 1 : 0
      const wait = failures > 0 ? ours.waitAfter(failures, random) : ours.freshFor(random)
      second = Math.ceil(second + wait - 1e-9)
    }
    return reads
  }

  test.each([1, 2, 3])("with random numbers of seed %i", async seed => {
    expect(await readsOf(randomOf(seed), () => false)).toEqual(expected(randomOf(seed), () => false))
  })

  test("while the store throttles it", async () => {
    const failsAt = (second: number) => second > 600 && second < 1_500
    for (const jitter of [0, 0.5, 0.999]) {
      expect(await readsOf(() => jitter, failsAt)).toEqual(expected(() => jitter, failsAt))
    }
  })
})

describe("simulateFleet", () => {
  test("lets all instances read within the first second, and then by the strategy", () => {
    for (const strategy of strategies) {
      const { calls } = simulateFleet(strategy, world)
      expect(calls).toHaveLength(3_600)
      expect(calls[0]).toBe(1_000 * (strategy.first.getSecretValue + strategy.first.describeSecret))
    }
  })

  test("returns the same result for the same fleet", () => {
    expect(simulateFleet(ours, world)).toEqual(simulateFleet(ours, world))
  })

  test("throttles calls above the quota, and lets instances retry", () => {
    const half = { ...world, quota: { getSecretValue: 500, describeSecret: 500 } }
    const { calls, throttled } = simulateFleet(ours, half)
    expect(throttled).toBeGreaterThanOrEqual(500)
    // All have their copy in the end: a call each for about 12.6 refreshes, plus the refused ones.
    const answered = calls.reduce((sum, count) => sum + count, 0) - throttled
    expect(answered).toBeGreaterThan(12_000)
    expect(answered).toBeLessThan(14_000)
  })

  test("jitter flattens every wave after the first", () => {
    const later = (strategy: Strategy) => Math.max(...simulateFleet(strategy, world).calls.slice(60))
    expect(later(ours) * 5).toBeLessThan(later(strategies[1]!))
  })
})

test("the picture in docs matches this simulation", async () => {
  const { pictures } = await fleet.run({ scale: 1 })
  for (const [path, picture] of Object.entries(pictures!))
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")).toBe(picture)
})
