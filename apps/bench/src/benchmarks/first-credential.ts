import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { compareOwnParts } from "../compare-own-parts.ts"
import { programPath } from "../measure-processes.ts"
import { measurePrograms } from "../measure-programs.ts"
import { sampleFile } from "../sample-files.ts"

const bare = "only the AWS SDK, nothing checked"
const agent = "client-secrets, AWS by the agent"

const programs: Readonly<Record<string, string>> = {
  [bare]: "first-credential/sdk.mjs",
  "client-secrets, AWS by the SDK": "first-credential/client-secrets-sdk.mjs",
  [agent]: "first-credential/client-secrets-agent.mjs",
  "only fetch, nothing checked": "first-credential/fetch.mjs",
  "client-secrets, fetchSource": "first-credential/client-secrets-fetch.mjs",
}

export const firstCredential: Benchmark = {
  name: "first-credential",
  title: "To the first credential",
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
      const count = runs(effort, 40)
      const { columns, rows, goals } = compareOwnParts(await measurePrograms(programs, environment, count), bare)
      return {
        columns,
        rows,
        notes: [
          `Node ${process.versions.node} starts, imports, reads from a store on loopback that answers immediately, and exits: the whole process, and the part from the end of Node's own start to the client, imports included. Median of ${count} interleaved runs.`,
        ],
        goals: goals(agent, "by the agent at least 5 times as fast as by only the SDK", 5),
      }
    } finally {
      await store.terminate()
    }
  },
}
