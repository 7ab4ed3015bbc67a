import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times, count as whole } from "../formats.ts"
import { type CommandLine, commandPath, measureCommands } from "../measure-commands.ts"
import { sampleFile } from "../sample-files.ts"
import { withFolder } from "../with-folder.ts"

const full = [250, 500, 1_000]

export const manyClients: Benchmark = {
  name: "many-clients",
  title: "Clients in one run of generate",
  async run(effort: Effort): Promise<Result> {
    const count = runs(effort, 9)
    // Thousands of files are a burden for a shared disk: a test uses only a few.
    const sizes = full.map(size => Math.min(size, runs(effort, size)))
    const [fewest, half, most] = sizes as [number, number, number]
    const durations = await withFolder(configured(sizes), folder =>
      measureCommands(Object.fromEntries(sizes.map(size => [size, generateAll(size, folder)])), count, fastest),
    )
    const each = (size: number): number => durations[size]! / size
    return {
      columns: [
        { title: "a process", format: milliseconds },
        { title: "a client", format: milliseconds },
        { title: "against the fewest", format: times },
      ],
      rows: sizes.map(size => ({
        label: `${whole(size)} clients`,
        figures: [durations[size], each(size), each(size) / each(fewest)],
      })),
      notes: [
        `Two modules for each client, each searched for the secrets of all clients; the fastest of ${count} interleaved runs, since part of the time is spent waiting for the disk, which other programs also use.`,
      ],
      goals: [
        {
          promise: `in linear time: one of ${whole(most)} takes at most 1.1 times as long as one of ${whole(half)}`,
          figure: each(most) / each(half),
          isReached: each(most) / each(half) <= 1.1,
        },
      ],
    }
  },
}

const fastest = (durations: readonly number[]): number => Math.min(...durations)

function configured(sizes: readonly number[]): Record<string, string> {
  const files: Record<string, string> = {}
  for (let number = 1; number <= Math.max(...sizes); number++) files[`clients/${number}.json`] = sampleFile(number)
  for (const size of sizes) {
    files[`${size}.config.mjs`] = `const clients = {}
for (let number = 1; number <= ${size}; number++) clients["client" + number] = { input: "clients/" + number + ".json" }
export default { clients, out: "out-${size}" }
`
  }
  return files
}

function generateAll(size: number, folder: string): CommandLine {
  const words = [commandPath("client-secrets"), "generate", "--config", `${size}.config.mjs`]
  return { words, folder, output: `out-${size}` }
}
