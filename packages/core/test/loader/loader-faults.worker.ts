import { parentPort } from "node:worker_threads"
// The built package, since a worker thread has no bundler.
import { type CreateLoaderOptions, createLoader } from "@client-secrets/core"
import { webText } from "../fixtures.ts"
import type { FaultAnswer, FaultQuestion } from "./loader-faults.ts"

/** Everything faulty that an application may pass to a loader. */
const faults: Record<string, () => CreateLoaderOptions> = {
  "nothing is wrong": () => ({}),
  "onWarning throws undefined": () => ({ onWarning: throwing(undefined) }),
  "onWarning throws null": () => ({ onWarning: throwing(null) }),
  "onWarning throws an error": () => ({ onWarning: throwing(new Error("refused")) }),
  "onWarning throws an object that throws": () => ({ onWarning: throwing(new Proxy({}, { get: throwing(1) })) }),
  "random throws": () => ({ random: throwing(undefined) }),
  "random returns NaN": () => ({ random: () => Number.NaN }),
  "random returns a string": () => ({ random: () => "0.5" as never }),
  "random returns Infinity": () => ({ random: () => Number.POSITIVE_INFINITY }),
  "random returns a negative number": () => ({ random: () => -1e9 }),
  "the clock throws": () => ({ clock: { now: throwing(undefined), sleep: throwing(undefined) } }),
  "the clock throws from the third look on": () => {
    let looks = 0
    return { clock: clockOf(() => (++looks < 3 ? 1_000 : throwing(null)())) }
  },
  "the clock throws every other time": () => {
    let looks = 0
    return { clock: clockOf(() => (++looks % 2 ? 1_000 : throwing(undefined)())) }
  },
  "the clock returns NaN": () => ({ clock: clockOf(() => Number.NaN) }),
  "the clock returns a string": () => ({ clock: clockOf(() => "now" as never) }),
  "the clock stands still": () => ({ clock: clockOf(() => 1_000) }),
  "the clock leaps an hour with each look": () => {
    let time = 0
    return { clock: clockOf(() => (time += 3_600_000)) }
  },
  "the clock goes back an hour with each look": () => {
    let time = 1e12
    return { clock: clockOf(() => (time -= 3_600_000)) }
  },
  "sleep throws": () => ({ clock: { now: () => Date.now(), sleep: throwing(undefined) } }),
  "sleep returns nothing": () => ({
    clock: {
      now: () => Date.now(),
      sleep: ((milliseconds: number, wake: () => void) => void setTimeout(wake, milliseconds)) as never,
    },
  }),
  "sleep returns a function that throws": () => ({
    clock: {
      now: () => Date.now(),
      sleep(milliseconds, wake) {
        setTimeout(wake, milliseconds)
        return throwing(undefined)
      },
    },
  }),
  "sleep wakes before it returns": () => ({
    clock: {
      now: () => Date.now(),
      sleep(_: number, wake: () => void) {
        wake()
        return () => {}
      },
    },
  }),
}

function throwing(thrown: unknown): () => never {
  return () => {
    throw thrown
  }
}

function clockOf(now: () => number): NonNullable<CreateLoaderOptions["clock"]> {
  return {
    now,
    sleep(milliseconds, wake) {
      const timer = setTimeout(wake, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}

const listeners: (() => unknown)[] = [
  throwing(undefined),
  async () => throwing(undefined)(),
  () => new Proxy({}, { get: () => throwing(undefined) }),
  () => new Proxy({}, { get: throwing(undefined) }),
]

async function answer({ fault, fails }: FaultQuestion): Promise<FaultAnswer> {
  let reads = 0
  const source = {
    name: "store",
    async read() {
      reads++
      if (fails) throw undefined
      // onWarning is called for the unknown member.
      return { content: webText({ x_note: 1 }).replace(/}$/, ', "x_note": 1}') }
    },
  }
  const options = faults[fault]!()
  const loader = createLoader(source, {
    ttl: 50,
    attemptTimeout: 100,
    timeout: 300,
    backoff: 1,
    maxBackoff: 1,
    ...options,
  } as object)
  for (const listener of listeners) loader.subscribe(listener as () => void)
  const outcomes: string[] = []
  const settled = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => outcomes.push("client"),
      () => outcomes.push("error"),
    )
  for (let round = 0; round < 3; round++) {
    await Promise.all([settled(loader.get()), settled(loader.get()), settled(loader.refresh())])
    loader.invalidate(loader.peek() as never)
    loader.status()
    await settled(loader.get())
    // A timer that fires shows that the thread is not starved.
    await new Promise(resolve => setTimeout(resolve, 60))
  }
  loader.dispose()
  return { outcomes, reads }
}

process.on("unhandledRejection", () => parentPort!.postMessage("unhandled rejection"))
parentPort!.on("message", async question => parentPort!.postMessage(await answer(question)))
