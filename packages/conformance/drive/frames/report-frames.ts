import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

/** What an error left behind: where a variable of one of our frames held a part of a secret. */
export interface FrameReport {
  readonly scenario: string
  /** How the call ended. */
  readonly outcome: string
  /** How many of our frames were inspected. */
  readonly frames: number
  /** Each variable that held the secret: `function, variable`. */
  readonly findings: readonly string[]
}

/**
 * Runs failing calls under an inspector that stops at every throw, as error reporters do that record local variables.
 *
 * In a separate process: an inspector stops the thread that it inspects.
 */
export async function reportFrames(program: URL): Promise<readonly FrameReport[]> {
  const child = spawn(process.execPath, ["--no-warnings", fileURLToPath(program)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  let output = ""
  child.stdout.on("data", chunk => {
    output += chunk
  })
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject)
    child.on("exit", code => (code === 0 ? resolve() : reject(new Error(`the program ended with ${code}`))))
  })
  return JSON.parse(output)
}
