import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times } from "../formats.ts"
import { measureProcesses, programPath } from "../measure-processes.ts"
import { sampleFile } from "../sample-files.ts"

const bare = "JSON.parse, nothing checked"
const ours = "client-secrets, loadClientSecretsSync(envSource())"

const programs: Readonly<Record<string, string>> = {
  [bare]: "json-parse.mjs",
  [ours]: "client-secrets.mjs",
  "google-auth-library, new OAuth2Client(keys.web)": "google-auth-library.mjs",
  "@google-cloud/local-auth, imported alone": "local-auth.mjs",
}

export const coldStart: Benchmark = {
  name: "cold-start",
  title: "A process from its start to its end",
  async run(effort: Effort): Promise<Result> {
    const file = sampleFile(1)
    const environment = { GOOGLE_CLIENT_SECRETS: file, EXPECTED_CLIENT_ID: JSON.parse(file).web.client_id as string }
    const count = runs(effort, 40, 2)
    const folder = mkdtempSync(join(tmpdir(), "bench-cold-start-"))
    try {
      const contenders: Record<string, { file: string; environment: typeof environment }> = {}
      for (const [name, program] of Object.entries(programs)) {
        const installed = programPath(`cold-start/${program}`)
        const bundled = join(folder, program.replace(".mjs", ".cjs"))
        // As for a function in the cloud: one file, and CommonJS since that is what some of the rivals are.
        await build({
          entryPoints: [installed],
          outfile: bundled,
          bundle: true,
          minify: true,
          platform: "node",
          // As in bundle-size.ts.
          external: ["encoding"],
        })
        contenders[name] = { file: installed, environment }
        contenders[`${name}, bundled`] = { file: bundled, environment }
      }
      const durations = await measureProcesses(contenders, count)
      const bundled = (name: string): number =>
        durations[`${name}, bundled`]!.whole / durations[`${bare}, bundled`]!.whole
      const installed = (name: string): number => durations[name]!.whole / durations[bare]!.whole
      return {
        columns: [
          { title: "installed", format: milliseconds },
          { title: "against", format: times },
          { title: "bundled", format: milliseconds },
          { title: "against", format: times },
        ],
        rows: Object.keys(programs).map(label => ({
          label,
          figures: [durations[label]?.whole, installed(label), durations[`${label}, bundled`]?.whole, bundled(label)],
        })),
        notes: [
          `Node ${process.versions.node} starts, imports, loads the client from the environment and exits; median of ${count} interleaved runs, and the time against JSON.parse. local-auth reads a file only on the way to a browser, so that it is merely imported.`,
        ],
        goals: [
          {
            promise: "bundled, at most 1.15 of the time of the bare script",
            figure: bundled(ours),
            isReached: bundled(ours) <= 1.15,
          },
          {
            promise: "installed, at most 1.15 of the time of the bare script",
            figure: installed(ours),
            isReached: installed(ours) <= 1.15,
          },
        ],
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
