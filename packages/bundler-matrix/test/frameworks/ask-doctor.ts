import { execFile } from "node:child_process"
import { binary } from "../build.ts"

export type DoctorCheck = "dev_server" | "public_folder"

/** The outcome of one check of `client-secrets doctor` for a file: `ok`, `warning`, `error` or `not checked`. */
export async function askDoctor(path: string, check: DoctorCheck, folder: string): Promise<string> {
  const args = [binary("client-secrets"), "doctor", "--json", path]
  const output = await new Promise<string>(resolve =>
    execFile(process.execPath, args, { cwd: folder, timeout: 30_000 }, (_, stdout) => resolve(stdout)),
  )
  const { checks } = JSON.parse(output) as { checks: readonly { id: string; outcome: string }[] }
  return checks.find(({ id }) => id === check)!.outcome
}
