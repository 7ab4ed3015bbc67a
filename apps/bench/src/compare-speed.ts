import { quantile } from "./quantile.ts"

/** Receives every result, so that no engine can leave the work out. */
export const sink: { value: unknown } = { value: undefined }

interface Amount {
  readonly rounds: number
  /** How long a batch lasts, at least. */
  readonly milliseconds?: number
}

/** Makes so many calls, and gives what the last one gave; the loop is the contender's, so that it is compiled as one. */
export type Batch = (count: number) => unknown

/**
 * What one call of each function takes, in nanoseconds: the first quartile of rounds in which all take their turns, since
 * the machine's other work only ever makes a round slower.
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

/** The same for functions that do the repeating themselves, awaited where they are asynchronous. */
export async function compareBatches<Name extends string>(
  contenders: Readonly<Record<Name, Batch>>,
  { rounds, milliseconds = 5 }: Amount,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const counts: number[] = []
  for (const name of names) {
    // Batches of about the same time, long enough for the clock. Timed again where one looks long enough: with an engine
    // compiling in it, it would have a call or two, and those would be timed cold for ever.
    const isShort = async (count: number): Promise<boolean> =>
      (await timeOf(contenders[name], count)) < milliseconds * 1e6
    let count = 1
    while ((await isShort(count)) || (await isShort(count))) count *= 2
    counts.push(count)
  }
  const times = names.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      // Each round begins with another, so that none always follows the same one.
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
