import { clientSecretsJsonSchema } from "@client-secrets/codegen"
import { type Benchmark, type Effort, type Result, runs } from "../benchmark.ts"
import { milliseconds, times } from "../formats.ts"
import { type CommandLine, commandPath, measureCommands } from "../measure-commands.ts"
import { sampleFile } from "../sample-files.ts"
import { withFolder } from "../with-folder.ts"

const bare = "node -e 0, nothing done"
const ours = "client-secrets generate"
const quicktype = "quicktype, from the file"
const quicktypeOfSchema = "quicktype, from its JSON Schema"
const ofSchema = "json-schema-to-typescript, from its JSON Schema"

export const generate: Benchmark = {
  name: "generate",
  title: "From a file to TypeScript",
  async run(effort: Effort): Promise<Result> {
    const count = runs(effort, 20)
    const files = { "client_secrets.json": sampleFile(1), "schema.json": JSON.stringify(clientSecretsJsonSchema) }
    const durations = await withFolder(files, folder => measureCommands(commandsIn(folder), count))
    const rival = Math.min(durations[quicktype], durations[quicktypeOfSchema])
    return {
      columns: [
        { title: "a process", format: milliseconds },
        { title: "against node", format: times },
        { title: "against ours", format: times },
      ],
      rows: ([bare, ours, ofSchema, quicktype, quicktypeOfSchema] as const).map(label => ({
        label,
        figures: [durations[label], durations[label] / durations[bare], durations[label] / durations[ours]],
      })),
      notes: [
        `Each run by its command line, on Node ${process.versions.node}, for one client; median of ${count} interleaved runs. The others write only types; ours writes two modules, and searches them for the secret.`,
      ],
      goals: [
        goal("at least 3 times as fast as quicktype", rival / durations[ours], figure => figure >= 3),
        goal(
          "at least 3 times as fast as json-schema-to-typescript",
          durations[ofSchema] / durations[ours],
          figure => figure >= 3,
        ),
        goal("at most 2.2 times the time of node -e 0", durations[ours] / durations[bare], figure => figure <= 2.2),
      ],
    }
  },
}

function commandsIn(folder: string) {
  const command = (name: string, words: readonly string[], output: string): CommandLine => ({
    words: [commandPath(name), ...words],
    folder,
    output,
  })
  const [file, schema] = ["client_secrets.json", "schema.json"]
  return {
    [bare]: { words: ["-e", "0"], folder },
    [ours]: command("client-secrets", ["generate", file, "--out", "src"], "src"),
    [ofSchema]: command("json-schema-to-typescript", ["-i", schema, "-o", "google.d.ts"], "google.d.ts"),
    [quicktype]: command("quicktype", ["--lang", "typescript", "-o", "google.ts", file], "google.ts"),
    [quicktypeOfSchema]: command(
      "quicktype",
      ["--lang", "typescript", "-s", "schema", "-o", "schema.ts", schema],
      "schema.ts",
    ),
  } satisfies Record<string, CommandLine>
}

function goal(promise: string, figure: number, isReached: (figure: number) => boolean) {
  return { promise, figure, isReached: isReached(figure) }
}
