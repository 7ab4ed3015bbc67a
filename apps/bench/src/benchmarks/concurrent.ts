import type { Benchmark, Result } from "../benchmark.ts"
import { count } from "../formats.ts"
import { bareSdk, type Cache, middy, ourLoader, powertools } from "../peers/caches.ts"
import { CountingClient } from "../peers/secrets-manager-client.ts"
import { sampleFile } from "../sample-files.ts"

const ours = "client-secrets, createLoader"

const caches: Readonly<Record<string, Cache>> = {
  "no cache, only the AWS SDK": bareSdk,
  [ours]: ourLoader,
  "powertools, getSecret": powertools,
  "middy, secrets-manager": middy,
}

export const concurrent: Benchmark = {
  name: "concurrent",
  title: "100 simultaneous requests, nothing cached yet",
  async run(): Promise<Result> {
    const calls: Record<string, number> = {}
    for (const [name, cache] of Object.entries(caches)) {
      const client = new CountingClient(sampleFile(1), 20)
      const get = cache(client)
      await Promise.all(Array.from({ length: 100 }, () => get()))
      calls[name] = client.calls
    }
    return {
      columns: [{ title: "calls to AWS", format: count }],
      rows: Object.keys(caches).map(label => ({ label, figures: [calls[label]] })),
      notes: ["GetSecretValue takes 20 ms here."],
      goals: [{ promise: "one call", figure: calls[ours]!, isReached: calls[ours] === 1 }],
    }
  },
}
