import { type ChildProcess, spawn } from "node:child_process"

/** How a runtime's process is started. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
  /** All that it sees of the environment, besides what it needs to run at all. */
  readonly environment: Readonly<Record<string, string>>
}

/** What came of it. */
export interface ProgramResult {
  readonly status: number | string
  readonly output: string
}

/** How long one runtime may take for one suite, its start included. */
export const runLimit = 120_000

/** Runs a process to its end; after `runLimit` it is killed. */
export async function runProgram(program: Program): Promise<ProgramResult> {
  const child = startProgram(program)
  const { output } = child
  const timer = setTimeout(() => child.process.kill("SIGKILL"), runLimit)
  try {
    const status = await child.ended
    return { status, output: output() }
  } finally {
    clearTimeout(timer)
  }
}

/** A process that goes on until it is killed. */
export interface StartedProgram {
  readonly process: ChildProcess
  readonly output: () => string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts a process; `extraPipes` beyond the standard three are for the caller to read. */
export function startProgram({ file, args, folder, environment }: Program, extraPipes = 0): StartedProgram {
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...bareEnvironment(folder), ...environment },
    stdio: ["ignore", "pipe", "pipe", ...Array<"pipe">(extraPipes).fill("pipe")],
    windowsHide: true,
  })
  let text = ""
  const append = (chunk: string) => {
    text += chunk
  }
  child.stdout?.setEncoding("utf8").on("data", append)
  child.stderr?.setEncoding("utf8").on("data", append)
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"))
  })
  // Whoever only kills the process does not wait for it.
  ended.catch(() => {})
  return { process: child, output: () => text, ended }
}

/** The suite must not see the developer's own GOOGLE_… variables, home or caches. */
function bareEnvironment(folder: string): Record<string, string> {
  const kept = ["PATH", "SystemRoot", "TMPDIR", "TEMP"].flatMap(name => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    DENO_DIR: `${folder}/.deno`,
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
  }
}
