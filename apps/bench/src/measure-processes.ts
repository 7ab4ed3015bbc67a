import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { interleave } from "./interleave.ts"
import { median } from "./median.ts"

/** A program of the folder `programs`. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url))
}

/** A program for Node, and what it needs. */
export interface Program {
  readonly file: string
  readonly environment: Readonly<Record<string, string>>
}

export interface Durations {
  /** From the start of the process to its end, in milliseconds. */
  readonly whole: number
  /** From the end of Node's own start to the program's result. */
  readonly own: number
}

/** The duration of each program: the medians of runs in which all take turns. */
export async function measureProcesses<Name extends string>(
  contenders: Readonly<Record<Name, Program>>,
  runs: number,
): Promise<Record<Name, Durations>> {
  const names = Object.keys(contenders) as Name[]
  const all = await interleave(names, runs, name => measure(contenders[name]))
  return Object.fromEntries(
    names.map(name => [
      name,
      { whole: median(all[name].map(one => one.whole)), own: median(all[name].map(one => one.own)) },
    ]),
  ) as Record<Name, Durations>
}

async function measure({ file, environment }: Program): Promise<Durations> {
  const start = process.hrtime.bigint()
  const child = spawn(process.execPath, [file], { env: environment, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  let complaints = ""
  child.stdout.setEncoding("utf8").on("data", text => {
    output += text
  })
  child.stderr.setEncoding("utf8").on("data", text => {
    complaints += text
  })
  let whole = 0
  child.once("exit", () => {
    whole = Number(process.hrtime.bigint() - start) / 1e6
  })
  const [status] = (await once(child, "close")) as [number | null]
  const own = Number.parseFloat(output)
  // The end of the text: an engine begins with the line that failed, which in a bundle is the whole program.
  if (status !== 0 || !(own > 0)) throw new Error(`${file} ended with ${status}: ${complaints.slice(-1_000)}`)
  return { whole, own }
}
