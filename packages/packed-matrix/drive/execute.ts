import { execFile } from "node:child_process"

export interface Execution {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command without a shell and without blocking: the registry answers from this process. */
export function execute(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Execution> {
  const [file, ...parameters] = command
  return new Promise(resolve => {
    const child = execFile(
      file!,
      parameters,
      { ...options, encoding: "utf8", timeout: 150_000, maxBuffer: 64 << 20 },
      (_, stdout, stderr) => resolve({ status: child.exitCode ?? 1, stdout, stderr }),
    )
    child.stdin?.end()
  })
}
