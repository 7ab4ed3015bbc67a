import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times, count as whole } from "../formats.ts"
import { commandPath, measureCommands, packageFolder } from "../measure-commands.ts"
import { programPath } from "../measure-processes.ts"
import { sampleFile } from "../sample-files.ts"
import { withFolder } from "../with-folder.ts"

// Source text, minified text, source maps, declarations and a program of ten megabytes.
const packages = [
  "typescript",
  "zod",
  "ajv",
  "esbuild",
  "google-auth-library",
  "@aws-sdk/client-secrets-manager",
  "@types/node",
]
const reading = "read, and nothing else"
const scanning = "client-secrets scan"

export const scan: Benchmark = {
  name: "scan",
  title: "A tree of files",
  async run(effort: Effort): Promise<Result> {
    const count = runs(effort, 20)
    const folders = packages.map(packageFolder)
    const sizes = folders.flatMap(fileSizes)
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6
    const durations = await withFolder({ "client_secrets.json": sampleFile(1) }, folder =>
      measureCommands(
        {
          [reading]: { words: [programPath("read-files.mjs"), ...folders], folder },
          [scanning]: { words: [commandPath("client-secrets"), "scan", ...folders], folder },
        },
        count,
      ),
    )
    const against = durations[scanning] / durations[reading]
    return {
      columns: [
        { title: "a process", format: milliseconds },
        { title: "against reading", format: times },
      ],
      rows: ([reading, scanning] as const).map(label => ({
        label,
        figures: [durations[label], durations[label] / durations[reading]],
      })),
      notes: [
        `${whole(sizes.length)} files, ${whole(megabytes)} MB: the packages ${packages.join(", ")}, as installed; median of ${count} interleaved runs. Searched for one secret in every spelling that scan knows.`,
      ],
      goals: [{ promise: "at most 4 times the time of reading", figure: against, isReached: against <= 4 }],
    }
  },
}

function fileSizes(folder: string): readonly number[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => statSync(join(parentPath, name)).size)
}
