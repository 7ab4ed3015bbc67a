import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
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
  /** From the end of Node's own start to when the program had what it is for. */
  readonly own: number
}

/** How long each program takes: the medians of runs in which all take turns. */
export async function measureProcesses<Name extends string>(
  contenders: Readonly<Record<Name, Program>>,
  runs: number,
): Promise<Record<Name, Durations>> {
  const names = Object.keys(contenders) as Name[]
  const all = new Map(names.map(name => [name, [] as Durations[]]))
  for (let run = -1; run < runs; run++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + run + 1) % names.length]!
      const durations = await measure(contenders[name])
      // The first run of each brings its files into the machine's memory.
      if (run >= 0) all.get(name)!.push(durations)
    }
  }
  return Object.fromEntries(
    Array.from(all, ([name, durations]) => [
      name,
      { whole: median(durations.map(one => one.whole)), own: median(durations.map(one => one.own)) },
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
  // The end of it: an engine begins with the line that failed, which in a bundle is the whole program.
  if (status !== 0 || !(own > 0)) throw new Error(`${file} ended with ${status}: ${complaints.slice(-1_000)}`)
  return { whole, own }
}
