import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times } from "../formats.ts"
import { type Durations, measureProcesses, programPath } from "../measure-processes.ts"
import { sampleFile } from "../sample-files.ts"

const bare = "the AWS SDK alone, nothing checked"
const agent = "client-secrets, AWS Secrets Manager by the agent"

const programs: Readonly<Record<string, string>> = {
  [bare]: "sdk.mjs",
  "client-secrets, AWS Secrets Manager by the SDK": "client-secrets-sdk.mjs",
  [agent]: "client-secrets-agent.mjs",
  "fetch alone, nothing checked": "fetch.mjs",
  "client-secrets, fetchSource": "client-secrets-fetch.mjs",
}

export const firstCredential: Benchmark = {
  name: "first-credential",
  title: "A process from its start to the first credential",
  async run(effort: Effort): Promise<Result> {
    const file = sampleFile(1)
    const store = new Worker(programPath("store.mjs"), { workerData: file })
    try {
      const [port] = (await once(store, "message")) as [number]
      const environment = {
        STORE: `http://127.0.0.1:${port}`,
        EXPECTED_CLIENT_ID: JSON.parse(file).web.client_id as string,
        PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(port),
        AWS_TOKEN: "EXAMPLE_NOT_A_REAL_TOKEN",
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "EXAMPLE",
      }
      const contenders = Object.entries(programs).map(([name, program]) => [
        name,
        { file: programPath(`first-credential/${program}`), environment },
      ])
      const count = runs(effort, 40)
      const durations: Record<string, Durations> = await measureProcesses(Object.fromEntries(contenders), count)
      const against = (name: string): number => durations[bare]!.own / durations[name]!.own
      return {
        columns: [
          { title: "a process", format: milliseconds },
          { title: "its own part", format: milliseconds },
          { title: "as fast as the SDK", format: times },
        ],
        rows: Object.keys(programs).map(label => ({
          label,
          figures: [durations[label]?.whole, durations[label]?.own, against(label)],
        })),
        notes: [
          `Node ${process.versions.node} starts, imports, asks a store on loopback that answers at once, and exits; not bundled; median of ${count} interleaved runs. Its own part is from the end of Node's start to the checked client, imports included.`,
        ],
        goals: [
          {
            promise: "by the agent at least 5 times as fast as the SDK alone",
            figure: against(agent),
            isReached: against(agent) >= 5,
          },
        ],
      }
    } finally {
      await store.terminate()
    }
  },
}
