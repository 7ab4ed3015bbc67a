import { createLoader, parseClientSecrets } from "@client-secrets/core"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { type Batch, compareBatches } from "../compare-speed.ts"
import { nanoseconds, times } from "../formats.ts"
import { middy, powertools } from "../peers/caches.ts"
import { CountingClient } from "../peers/secrets-manager-client.ts"
import { sampleFile } from "../sample-files.ts"

const awaited = "await of a resolved promise"
const get = "client-secrets, await loader.get()"
const property = "a property that is read"
const peek = "client-secrets, loader.peek()"

export const hot: Benchmark = {
  name: "hot",
  title: "The client again, from memory",
  async run(effort: Effort): Promise<Result> {
    const file = sampleFile(1)
    const client = parseClientSecrets(file)
    const holder = { client }
    const resolved = Promise.resolve(client)
    const loader = createLoader({ name: "memory", read: async () => ({ content: file }) })
    const powertoolsGet = powertools(new CountingClient(file))
    const middyGet = middy(new CountingClient(file))
    await Promise.all([loader.get(), powertoolsGet(), middyGet()])

    const contenders: Record<string, Batch> = {
      [awaited]: repeat(() => resolved),
      [get]: repeat(() => loader.get()),
      "powertools, await getSecret()": repeat(powertoolsGet),
      "middy, before()": repeat(middyGet),
      // The client is used, so that no engine can optimize the read away.
      [property]: count => {
        let total = 0
        for (let done = 0; done < count; done++) total += holder.client.clientId.length
        return total
      },
      [peek]: count => {
        let total = 0
        for (let done = 0; done < count; done++) total += loader.peek()!.clientId.length
        return total
      },
    }
    const speeds = await compareBatches(contenders, { rounds: runs(effort, 60), milliseconds: 5 * effort.scale })
    const rival = (name: string) => (name === property || name === peek ? property : awaited)
    const against = (name: string) => speeds[name]! / speeds[rival(name)]!
    return {
      columns: [
        { title: "a call", format: nanoseconds },
        { title: "time against the plain one", format: times },
      ],
      rows: Object.keys(contenders).map(label => ({ label, figures: [speeds[label], against(label)] })),
      notes: [
        "get() checks whether its copy is fresh, and reads the clock each time; its plain counterpart is only the await. peek() does not check.",
      ],
      goals: [
        {
          promise: "get() at most 3 times an awaited resolved promise",
          figure: against(get),
          isReached: against(get) <= 3,
        },
        { promise: "peek() at most 5 times a property read", figure: against(peek), isReached: against(peek) <= 5 },
      ],
    }
  },
}

function repeat(call: () => Promise<unknown>): Batch {
  return async count => {
    let last: unknown
    for (let done = 0; done < count; done++) last = await call()
    return last
  }
}
