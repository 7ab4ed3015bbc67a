import { Worker } from "node:worker_threads"

/** What is wrong with what an application passes, and whether its source fails too. */
export interface FaultQuestion {
  readonly fault: string
  readonly fails: boolean
}

/** How each call of a loader ended, and how often it read its source. */
export interface FaultAnswer {
  readonly outcomes: readonly string[]
  readonly reads: number
}

let worker: Worker | undefined
let settle: (answer: FaultAnswer | "no answer") => void = () => {}

/**
 * Uses a loader in a separate thread: one that spins in microtasks would starve every timer of this one.
 *
 * The limit is not a measurement: a loader that does not spin needs less than a second.
 */
export async function useFaultyLoader(question: FaultQuestion, limit = 15_000): Promise<FaultAnswer | "no answer"> {
  worker ??= new Worker(new URL("./loader-faults.worker.ts", import.meta.url)).on("message", answer => settle(answer))
  const answering = new Promise<FaultAnswer | "no answer">(resolve => {
    settle = resolve
  })
  worker.postMessage(question)
  const timer = setTimeout(settle, limit, "no answer")
  const answer = await answering
  clearTimeout(timer)
  if (answer === "no answer") await endFaultyLoader()
  return answer
}

export async function endFaultyLoader(): Promise<void> {
  await worker?.terminate()
  worker = undefined
}
