import { randomBytes } from "node:crypto"
import { Worker } from "node:worker_threads"
import type { FrameReport } from "./report-frames.ts"
import type { Watched } from "./watcher.ts"

/** Failing calls, by their fault; each may return its outcome for the report. */
export type Scenarios = Readonly<Record<string, () => unknown>>

/**
 * Runs each scenario, and prints for `reportFrames` what the watcher saw when the error was thrown.
 *
 * @param folders the folders whose scripts are ours
 * @param scenarios receives the secret that no frame may hold
 */
export async function runScenarios(
  folders: readonly string[],
  scenarios: (secret: string) => Scenarios | Promise<Scenarios>,
): Promise<void> {
  const secret = `Zq${randomBytes(12).toString("hex")}`
  const watcher = new Worker(new URL("./watcher.worker.ts", import.meta.url), {
    workerData: { secret, folders } satisfies Watched,
  })
  await answerOf(watcher, undefined)
  const reports: FrameReport[] = []
  for (const [scenario, run] of Object.entries(await scenarios(secret))) {
    await answerOf(watcher, {})
    let outcome = "nothing was thrown"
    let stack = ""
    try {
      outcome = ((await run()) as string | undefined) ?? outcome
    } catch (thrown) {
      outcome = outcomeOf(thrown)
      stack = String((thrown as Error).stack)
    }
    const seen = (await answerOf(watcher, { stack })) as Pick<FrameReport, "frames" | "findings">
    reports.push({ scenario, outcome, ...seen })
  }
  await watcher.terminate()
  process.stdout.write(JSON.stringify(reports))
}

/** The code of one of our errors, or the whole text of a foreign one. */
function outcomeOf(thrown: unknown): string {
  const code = (thrown as { readonly code?: unknown }).code
  return typeof code === "string" && /^[a-z_]+$/.test(code) ? code : String(thrown)
}

function answerOf(watcher: Worker, message: unknown): Promise<unknown> {
  const answer = new Promise(resolve => watcher.once("message", resolve))
  if (message !== undefined) watcher.postMessage(message)
  return answer
}
