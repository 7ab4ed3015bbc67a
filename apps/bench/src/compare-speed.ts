import { quantile } from "./quantile.ts"

/** Receives every result, so that no engine can optimize the work away. */
export const sink: { value: unknown } = { value: undefined }

interface Amount {
  readonly rounds: number
  /** The minimum duration of a batch. */
  readonly milliseconds?: number
}

/** Makes that many calls, and returns the last result; the loop belongs to the contender, so that it is compiled separately. */
export type Batch = (count: number) => unknown

/**
 * The duration of one call of each function, in nanoseconds: the first quartile of rounds in which all take turns, since
 * the machine's other work can only make a round slower.
 */
export function compareSpeed<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  amount: Amount,
): Promise<Record<Name, number>> {
  const batches = Object.entries<() => unknown>(contenders).map(([name, call]): [string, Batch] => [
    name,
    count => {
      for (let done = 0; done < count; done++) sink.value = call()
      return sink.value
    },
  ])
  return compareBatches(Object.fromEntries(batches) as Record<Name, Batch>, amount)
}

/** The same for functions that repeat the work themselves; asynchronous ones are awaited. */
export async function compareBatches<Name extends string>(
  contenders: Readonly<Record<Name, Batch>>,
  { rounds, milliseconds = 5 }: Amount,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const counts: number[] = []
  for (const name of names) {
    // Batches of about the same duration, long enough for the clock. A batch that seems long enough is timed again: it could
    // otherwise include the engine's compilation, and consist of one or two calls that are always measured cold.
    const isShort = async (count: number): Promise<boolean> =>
      (await timeOf(contenders[name], count)) < milliseconds * 1e6
    let count = 1
    while ((await isShort(count)) || (await isShort(count))) count *= 2
    counts.push(count)
  }
  const times = names.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      // Each round begins with another contender, so that none always follows the same one.
      const index = (turn + round) % names.length
      times[index]!.push((await timeOf(contenders[names[index]!], counts[index]!)) / counts[index]!)
    }
  }
  return Object.fromEntries(names.map((name, index) => [name, quantile(times[index]!, 0.25)])) as Record<Name, number>
}

async function timeOf(batch: Batch, count: number): Promise<number> {
  const start = process.hrtime.bigint()
  sink.value = await batch(count)
  return Number(process.hrtime.bigint() - start)
}
