/**
 * Measures each contender that many times, and returns the measurements of each. They take turns, and each round begins with
 * another one, so that the machine's other work affects all alike.
 */
export async function interleave<Name extends string, Measured>(
  names: readonly Name[],
  runs: number,
  measure: (name: Name) => Promise<Measured>,
): Promise<Record<Name, Measured[]>> {
  const all = Object.fromEntries(names.map(name => [name, [] as Measured[]])) as Record<Name, Measured[]>
  for (let run = -1; run < runs; run++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + run + 1) % names.length]!
      const measured = await measure(name)
      // The first run of each loads its files into the machine's memory.
      if (run >= 0) all[name].push(measured)
    }
  }
  return all
}
