import { Worker } from "node:worker_threads"

/** What a worker told of one document; nothing of it in words, since the documents are large. */
export interface Answer {
  /** The error's code, `ok`, or the name and message of an error that should not be. */
  readonly outcome: string
  /** How often each issue's code was given. */
  readonly issues: Readonly<Record<string, number>>
  readonly warnings: Readonly<Record<string, number>>
  readonly messageLength: number
  /** How often a URI was parsed. */
  readonly urisParsed: number
}

/** A document as an expression, since a document of a megabyte is quicker made than sent. */
export interface Question {
  /** An expression of JavaScript; `webText(changes)` is the text of an ordinary file with changes. */
  readonly document: string
  readonly options?: object
}

/**
 * Parses a document in a thread of its own and gives up on it after a while: one that needs time beyond the linear, or
 * that ends the engine, cannot hang or end the test run.
 *
 * The limit is not a measurement. It is a hundred times what a linear reading takes, and a quadratic one takes far more.
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
