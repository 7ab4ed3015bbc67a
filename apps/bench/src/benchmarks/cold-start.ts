import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times } from "../formats.ts"
import { measurePrograms } from "../measure-programs.ts"
import { sampleFile } from "../sample-files.ts"

const bare = "JSON.parse, nothing checked"
const ours = "client-secrets, loadClientSecretsSync(envSource())"

const programs: Readonly<Record<string, string>> = {
  [bare]: "cold-start/json-parse.mjs",
  [ours]: "cold-start/client-secrets.mjs",
  "google-auth-library, new OAuth2Client(keys.web)": "cold-start/google-auth-library.mjs",
  "@google-cloud/local-auth, import only": "cold-start/local-auth.mjs",
  "JSON.parse, and two packages of one constant each": "cold-start/two-packages.mjs",
}

export const coldStart: Benchmark = {
  name: "cold-start",
  title: "A process from its start to its end",
  async run(effort: Effort): Promise<Result> {
    const file = sampleFile(1)
    const environment = { GOOGLE_CLIENT_SECRETS: file, EXPECTED_CLIENT_ID: JSON.parse(file).web.client_id as string }
    const count = runs(effort, 40, 2)
    const durations = await measurePrograms(programs, environment, count)
    const against = (name: string, form: "installed" | "bundled"): number =>
      durations[name]![form].whole / durations[bare]![form].whole
    return {
      columns: [
        { title: "installed", format: milliseconds },
        { title: "against", format: times },
        { title: "bundled", format: milliseconds },
        { title: "against", format: times },
      ],
      rows: Object.keys(programs).map(label => ({
        label,
        figures: [
          durations[label]!.installed.whole,
          against(label, "installed"),
          durations[label]!.bundled.whole,
          against(label, "bundled"),
        ],
      })),
      notes: [
        `Node ${process.versions.node} starts, imports, loads the client from the environment and exits; median of ${count} interleaved runs, and the time against JSON.parse. local-auth reads a file only on the way to a browser, so that it is merely imported.`,
        "The last row is the minimum for a program with two packages, like ours: the bare script, and Node's work to find them.",
      ],
      goals: (["installed", "bundled"] as const).map(form => ({
        promise: `${form}, at most 1.15 of the time of the bare script`,
        figure: against(ours, form),
        isReached: against(ours, form) <= 1.15,
      })),
    }
  },
}
