import { Worker } from "node:worker_threads"

/** What a worker reports about one document; no texts of it, since the documents are large. */
export interface Answer {
  /** The error's code, `ok`, or the name and message of an unexpected error. */
  readonly outcome: string
  /** How often each issue code occurred. */
  readonly issues: Readonly<Record<string, number>>
  readonly warnings: Readonly<Record<string, number>>
  readonly messageLength: number
  /** How often a URI was parsed. */
  readonly urisParsed: number
}

/** A document as an expression: evaluating it is faster than sending a document of a megabyte. */
export interface Question {
  /** A JavaScript expression; `webText(changes)` is the text of an ordinary file with changes. */
  readonly document: string
  readonly options?: object
}

/**
 * Parses a document in a separate thread and gives up on it after a while: a document that needs more than linear time,
 * or that crashes the engine, cannot hang or end the test run.
 *
 * The limit is not a measurement. It is a hundred times what linear reading takes, and quadratic reading takes far more.
 */
export async function answerInTime(question: Question, limit = 20_000): Promise<Answer | "no answer" | "crash"> {
  const worker = new Worker(new URL("./answer-in-time.worker.ts", import.meta.url), {
    workerData: question,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    stderr: true,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise(resolve => {
      timer = setTimeout(resolve, limit, "no answer")
      worker.on("message", resolve)
      worker.on("error", () => resolve("crash"))
      worker.on("exit", () => resolve("crash"))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
