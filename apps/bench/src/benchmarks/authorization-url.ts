import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { compareOwnParts } from "../compare-own-parts.ts"
import { measurePrograms } from "../measure-programs.ts"
import { sampleFile } from "../sample-files.ts"

const rival = "google-auth-library, generateAuthUrl"
const ours = "client-secrets, createFlow"

const programs: Readonly<Record<string, string>> = {
  [rival]: "authorization-url/google-auth-library.mjs",
  [ours]: "authorization-url/client-secrets.mjs",
  "random bytes and a SHA-256, nothing else": "authorization-url/crypto-alone.mjs",
}

export const authorizationUrl: Benchmark = {
  name: "authorization-url",
  title: "To an authorization URL",
  async run(effort: Effort): Promise<Result> {
    const file = sampleFile(1)
    const environment = {
      GOOGLE_CLIENT_SECRETS: file,
      EXPECTED_CLIENT_ID: JSON.parse(file).web.client_id as string,
      SCOPE: "https://www.googleapis.com/auth/calendar",
    }
    const count = runs(effort, 40)
    const { columns, rows, goals } = compareOwnParts(await measurePrograms(programs, environment, count), rival)
    return {
      columns,
      rows,
      notes: [
        `From a file in the environment to a URL with state and PKCE: the whole process, and the part from the end of Node's own start, imports included. Median of ${count} interleaved runs.`,
        "The last row is the minimum for any such program: it reads no file, imports nothing and builds no URL.",
      ],
      goals: goals(ours, "at least twice as fast as google-auth-library", 2),
    }
  },
}
