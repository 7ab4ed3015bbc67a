import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { interleave } from "./interleave.ts"
import { median } from "./median.ts"

/** The arguments of `node`, and the folder. */
export interface CommandLine {
  readonly words: readonly string[]
  readonly folder: string
  /** What it writes, within the folder: removed before each run, and expected afterwards. @default nothing */
  readonly output?: string
}

const require = createRequire(import.meta.url)

/** The folder of an installed package. */
export function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`))
}

/** The file to which npm links a package's command. */
export function commandPath(name: string): string {
  const folder = packageFolder(name)
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: string | Record<string, string>
  }
  return join(folder, typeof bin === "string" ? bin : Object.values(bin)[0]!)
}

/**
 * The duration of each command, from the start of its process to its end, in milliseconds, of runs in which all take turns:
 * the median, or the result of `summary`.
 */
export async function measureCommands<Name extends string>(
  contenders: Readonly<Record<Name, CommandLine>>,
  runs: number,
  summary: (durations: readonly number[]) => number = median,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const all = await interleave(names, runs, name => measure(contenders[name]))
  return Object.fromEntries(names.map(name => [name, summary(all[name])])) as Record<Name, number>
}

async function measure({ words, folder, output }: CommandLine): Promise<number> {
  if (output !== undefined) rmSync(join(folder, output), { recursive: true, force: true })
  const start = process.hrtime.bigint()
  const child = spawn(process.execPath, words, { cwd: folder, env: {}, stdio: ["ignore", "pipe", "pipe"] })
  let complaints = ""
  child.stdout.resume()
  child.stderr.setEncoding("utf8").on("data", text => {
    complaints += text
  })
  let duration = 0
  child.once("exit", () => {
    duration = Number(process.hrtime.bigint() - start) / 1e6
  })
  const [status] = (await once(child, "close")) as [number | null]
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${complaints.slice(-1_000)}`)
  if (output !== undefined && !existsSync(join(folder, output))) throw new Error(`${words.join(" ")} wrote nothing.`)
  return duration
}
