import { median } from "./median.ts"

/** Receives every result, so that no engine can leave the work out. */
export const sink: { value: unknown } = { value: undefined }

/** What one call of each function takes, in nanoseconds: the median of rounds in which all take their turns. */
export function compareSpeed<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  { rounds, milliseconds = 5 }: { rounds: number; milliseconds?: number },
): Record<Name, number> {
  const names = Object.keys(contenders) as Name[]
  // Batches of about the same time, long enough for the clock.
  const counts = names.map(name => {
    let count = 1
    while (timeOf(contenders[name], count) < milliseconds * 1e6) count *= 2
    return count
  })
  const times = names.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      // Each round begins with another, so that none always follows the same one.
      const index = (turn + round) % names.length
      times[index]!.push(timeOf(contenders[names[index]!], counts[index]!) / counts[index]!)
    }
  }
  return Object.fromEntries(names.map((name, index) => [name, median(times[index]!)])) as Record<Name, number>
}

function timeOf(contender: () => unknown, count: number): number {
  const start = process.hrtime.bigint()
  for (let call = 0; call < count; call++) sink.value = contender()
  return Number(process.hrtime.bigint() - start)
}
