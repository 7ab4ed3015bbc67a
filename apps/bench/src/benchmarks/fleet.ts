import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { drawFleet } from "../fleet/draw-fleet.ts"
import { type Fleet, simulateFleet } from "../fleet/simulate-fleet.ts"
import { strategies } from "../fleet/strategies.ts"
import { count, seconds } from "../formats.ts"
import { quantile } from "../quantile.ts"

export const fleet: Benchmark = {
  name: "fleet",
  title: "Calls a second of 10,000 instances",
  run(effort: Effort): Result {
    const instances = runs(effort, 10_000, 100)
    const quota = { getSecretValue: instances, describeSecret: 4 * instances }
    const world: Fleet = { instances, quota, seconds: 3_600, requestRate: 10 }
    const results = strategies.map(strategy => simulateFleet(strategy, world))
    const summaries = results.map(({ calls }) => ({
      p50: quantile(calls, 0.5),
      p99: quantile(calls, 0.99),
      peak: Math.max(...calls),
      // All start within one second with nothing cached: the first peak of every strategy.
      peakLater: Math.max(...calls.slice(60)),
    }))
    return {
      columns: [
        { title: "p50", format: count },
        { title: "p99", format: count },
        { title: "peak", format: count },
        { title: "peak later", format: count },
        { title: "in an hour", format: count },
        { title: "copy up to", format: seconds },
      ],
      rows: results.map(({ calls }, index) => ({
        label: strategies[index]!.name,
        figures: [
          ...Object.values(summaries[index]!),
          calls.reduce((sum, one) => sum + one, 0),
          strategies[index]!.ttl,
        ],
      })),
      notes: [
        `Simulated. All ${count(instances)} start within one second; each serves ten requests a second on average, and refreshes when one finds its copy too old. Later: after the first minute. AWS answers ${count(quota.getSecretValue)} GetSecretValue calls a second to a whole account in a region, and ${count(quota.describeSecret)} of DescribeSecret, by which its own clients and agent refresh; ${count(results[0]!.throttled)} calls of ours were throttled.`,
      ],
      pictures: {
        "docs/fleet.svg": drawFleet(
          results.map(({ calls }, index) => {
            const { p99, peak, peakLater } = summaries[index]!
            const note = `p99 ${count(p99)}, peak ${count(peak)}, after the first minute ${count(peakLater)}`
            return { title: strategies[index]!.name, note, calls }
          }),
          instances,
          `Calls a second to AWS Secrets Manager of ${count(instances)} instances that start within one second, and its quota`,
        ),
      },
    }
  },
}
