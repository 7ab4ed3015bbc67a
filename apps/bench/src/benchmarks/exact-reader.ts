import { safeParseClientSecrets } from "@client-secrets/core"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { compareSpeed } from "../compare-speed.ts"
import { nanoseconds, times } from "../formats.ts"
import { sampleFile } from "../sample-files.ts"

const ordinary = "an ordinary file"
const exact = "the same with an escape: read exactly"
const faulty = "the same with one fault: the error"
const sizes = [16, 64, 256, 1024]

const kibibyte = 1024

export const exactReader: Benchmark = {
  name: "exact-reader",
  title: "Reading once more, for places",
  async run(effort: Effort): Promise<Result> {
    const file = sampleFile(1)
    const files: Record<string, string> = {
      [ordinary]: file,
      // If anything is escaped, only the exact reader can tell whether a member occurs twice.
      [exact]: file.replace("example.com/oauth2", "example.com\\/oauth2"),
      [faulty]: file.replace("REAL_SECRET_1", "REAL_SECRET_1 "),
    }
    for (const size of sizes) files[nameOf(size)] = longFile(size)
    const calls = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, () => safeParseClientSecrets(text, { maxBytes: 4e6 })]),
    )
    const durations = await compareSpeed(calls, { rounds: runs(effort, 40), milliseconds: 5 * effort.scale })
    // In a short run the longer work can measure as the faster one.
    const reading = Math.max(0, durations[exact]! - durations[ordinary]!)
    const perKibibyte = (size: number): number => durations[nameOf(size)]! / size
    const growth = perKibibyte(1024) / perKibibyte(64)
    return {
      columns: [
        { title: "a file", format: nanoseconds },
        { title: "a KiB", format: nanoseconds },
        { title: "time against the ordinary one", format: times },
      ],
      rows: Object.keys(files).map(label => ({
        label,
        figures: [
          durations[label],
          durations[label]! / (files[label]!.length / kibibyte),
          durations[label]! / durations[ordinary]!,
        ],
      })),
      notes: ["The long files contain one fault and lists of different redirect URIs."],
      goals: [
        {
          promise: "the exact reader takes at most 10 µs for the ordinary file",
          figure: reading / 1000,
          isReached: reading <= 10_000,
        },
        {
          promise: "linear: a KiB of 1 MiB takes at most twice the time of one of 64 KiB",
          figure: growth,
          isReached: growth <= 2,
        },
      ],
    }
  },
}

function nameOf(size: number): string {
  return `${size} KiB with one fault`
}

function longFile(size: number): string {
  const uris: string[] = []
  for (let length = 0; length < size * kibibyte; length += 40)
    uris.push(`"https://app.example.com/${String(uris.length).padStart(13, "0")}"`)
  return sampleFile(1)
    .replace('"redirect_uris":[', `"redirect_uris":[${uris.join(",\n")},`)
    .replace("REAL_SECRET_1", "REAL_SECRET_1 ")
}
