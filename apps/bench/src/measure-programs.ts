import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bundleProgram } from "./bundle-program.ts"
import { type Durations, measureProcesses, type Program, programPath } from "./measure-processes.ts"

/** A program as installed by npm, and bundled with its imports. */
export interface ProgramDurations {
  readonly installed: Durations
  readonly bundled: Durations
}

/** Measures each program in both forms. `programs` maps the table's labels to paths in the folder `programs`. */
export async function measurePrograms(
  programs: Readonly<Record<string, string>>,
  environment: Program["environment"],
  runs: number,
): Promise<Readonly<Record<string, ProgramDurations>>> {
  const folder = mkdtempSync(join(tmpdir(), "bench-programs-"))
  try {
    const contenders: Record<string, Program> = {}
    for (const [name, program] of Object.entries(programs)) {
      contenders[`installed ${name}`] = { file: programPath(program), environment }
      contenders[`bundled ${name}`] = { file: await bundleProgram(program, folder), environment }
    }
    const durations: Record<string, Durations> = await measureProcesses(contenders, runs)
    return Object.fromEntries(
      Object.keys(programs).map(name => [
        name,
        { installed: durations[`installed ${name}`]!, bundled: durations[`bundled ${name}`]! },
      ]),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
