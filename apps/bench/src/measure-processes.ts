import { spawnSync } from "node:child_process"
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

/** How long each program takes from its start to its end, in milliseconds: the median of runs in which all take turns. */
export function measureProcesses<Name extends string>(
  contenders: Readonly<Record<Name, Program>>,
  runs: number,
): Record<Name, number> {
  const names = Object.keys(contenders) as Name[]
  const times = new Map(names.map(name => [name, [] as number[]]))
  for (let run = -1; run < runs; run++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + run + 1) % names.length]!
      const time = timeOf(contenders[name])
      // The first run of each brings its files into the machine's memory.
      if (run >= 0) times.get(name)!.push(time)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times.get(name)!)])) as Record<Name, number>
}

function timeOf({ file, environment }: Program): number {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  })
  const time = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}`)
  return time
}
