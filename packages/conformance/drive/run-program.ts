import { type ChildProcess, spawn } from "node:child_process"

/** How a runtime's process is started. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
  /** The whole environment that it sees, except what it needs to run at all. */
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds after which it is killed. @default runLimit */
  readonly limit?: number | undefined
}

/** The result of a process. */
export interface ProgramResult {
  readonly status: number | string
  readonly output: string
}

/** How long one runtime may take for one suite, including its start. */
export const runLimit = 120_000

/** Runs a process until it ends. */
export async function runProgram(program: Program): Promise<ProgramResult> {
  const { ended, output } = startProgram(program)
  const status = await ended
  return { status, output: output() }
}

/** A process that runs until it ends, is killed, or reaches its limit. */
export interface StartedProgram {
  readonly process: ChildProcess
  readonly output: () => string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts a process; `extraPipes`, in addition to the standard three, are for the caller to read. */
export function startProgram(program: Program, extraPipes = 0): StartedProgram {
  const { file, args, folder, environment, limit = runLimit } = program
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
  const kill = () => child.kill("SIGKILL")
  const timer = setTimeout(kill, limit)
  // A test runner that gives up ends this process: processes started here end with it.
  process.once("exit", kill)
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"))
  }).finally(() => {
    clearTimeout(timer)
    process.off("exit", kill)
  })
  // A caller that only kills the process does not wait for it.
  ended.catch(() => {})
  return { process: child, output: () => text, ended }
}

/** The suite must not see the developer's GOOGLE_… variables, home or caches. */
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
