/** Something that a package does. Its outcome is compared: whatever JSON can show of it. */
export interface Operation {
  readonly name: string
  readonly run: () => unknown
  /**
   * The same work without our packages, if Node itself can break on a polluted prototype: a name that breaks this says
   * nothing about ours.
   */
  readonly control?: (() => unknown) | undefined
}

export interface Difference {
  readonly operation: string
  readonly name: string
  readonly value: string
  readonly expected: string
  readonly actual: string
}

const limit = 5_000

/** Iteration in the language itself: a polluted `return` breaks every array pattern that stops early, in any program. */
function iterate(): unknown {
  const [first] = [1, 2]
  return first
}

// Node's own sockets can throw where nothing catches it: that ends the work in progress, and not this process.
let endWork: (error: Error) => void = () => {}
process.on("uncaughtException", error => endWork(error))

/** The outcome of the work, in words that do not depend on the prototype. */
async function outcomeOf(run: () => unknown): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("no end")), limit)
      endWork = reject
    })
    late.catch(() => {})
    return `returned ${show(await Promise.race([(async () => run())(), late]), 0)}`
  } catch (error) {
    return `threw ${show(error, 0)}`
  } finally {
    clearTimeout(timer)
  }
}

/** Like JSON, but with own properties only, and without values that change between runs. */
function show(value: unknown, depth: number): string {
  if (typeof value === "function") return "function"
  if (typeof value !== "object" || value === null) return String(value)
  if (depth > 5) return "…"
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (value instanceof URL || value instanceof URLSearchParams) return String(value)
  if (tagOf(value) === "client-secrets.Secret") return `Secret ${(value as { reveal(): string }).reveal()}`
  if (Array.isArray(value)) {
    let text = "["
    for (const item of value) text += `${show(item, depth + 1)},`
    return `${text}]`
  }
  let text = "{"
  const names = Object.getOwnPropertyNames(value)
    .filter(name => name !== "stack")
    .sort()
  for (const name of names) text += `${name}: ${show((value as Record<string, unknown>)[name], depth + 1)}, `
  return `${text}}`
}

function tagOf(value: object): unknown {
  return (value as Readonly<Record<symbol, unknown>>)[Symbol.toStringTag]
}

const shared = Object.prototype as unknown as Record<string, unknown>

interface Pollution {
  readonly name: string
  readonly value: unknown
}

async function pollutedOutcome(pollution: readonly Pollution[], run: () => unknown): Promise<string> {
  for (const { name, value } of pollution) shared[name] = value
  try {
    return await outcomeOf(run)
  } finally {
    for (const { name } of pollution) delete shared[name]
  }
}

async function breaksControls(
  controls: readonly (() => unknown)[],
  sound: readonly string[],
  pollution: readonly Pollution[],
): Promise<boolean> {
  for (const [index, control] of controls.entries())
    if ((await pollutedOutcome(pollution, control)) !== sound[index]) return true
  return false
}

/** How many names are tried together; one by one only if something differs. */
const groupSize = 32

/**
 * Runs each operation once per name and value, and compares with the outcome without pollution. Where only several names
 * together change an outcome, the difference names them all.
 */
export async function findDifferences(
  operations: readonly Operation[],
  names: readonly string[],
  valuesOf: (name: string) => readonly unknown[],
): Promise<{ readonly runs: number; readonly differences: readonly Difference[] }> {
  const differences: Difference[] = []
  /** Names that break Node itself, or an operation: they are tried alone from then on, so that no group is tried one by one for them. */
  const troublesome = new Set<string>()
  let runs = 0
  for (const { name: operation, run, control } of operations) {
    const expected = await outcomeOf(run)
    if (expected !== (await outcomeOf(run))) throw new Error(`${operation}: its outcome differs without pollution too`)
    const controls = control ? [iterate, control] : [iterate]
    const sound = await Promise.all(controls.map(outcomeOf))
    /** How the outcome differs; undefined if it does not, or if it says nothing about ours. */
    const differenceWith = async (pollution: readonly Pollution[]): Promise<Difference | undefined> => {
      // Twice, since on a busy machine a time limit can be reached once.
      if ((await pollutedOutcome(pollution, run)) === expected) return undefined
      const actual = await pollutedOutcome(pollution, run)
      if (pollution.length === 1) troublesome.add(pollution[0]!.name)
      if (actual === expected || (await breaksControls(controls, sound, pollution))) return undefined
      const [name, value] = [pollution.map(({ name }) => name), pollution.map(({ value }) => show(value, 0))]
      return { operation, name: name.join(" "), value: value.join(" "), expected, actual }
    }
    for (const group of groupsOf(names, valuesOf, troublesome)) {
      runs++
      if ((await pollutedOutcome(group, run)) === expected) continue
      const found: Difference[] = []
      for (const pollution of group) {
        runs++
        const difference = await differenceWith([pollution])
        if (difference !== undefined) found.push(difference)
      }
      const together = found.length === 0 ? await differenceWith(group) : undefined
      differences.push(...found, ...(together ? [together] : []))
    }
  }
  return { runs, differences }
}

/** Value by value, so that a group holds a name once. */
function groupsOf(
  names: readonly string[],
  valuesOf: (name: string) => readonly unknown[],
  troublesome: ReadonlySet<string>,
): readonly (readonly Pollution[])[] {
  const rounds = Math.max(...names.map(name => valuesOf(name).length))
  const groups: (readonly Pollution[])[] = []
  for (let round = 0; round < rounds; round++) {
    const trials = names.flatMap(name => {
      const valuesOfName = valuesOf(name)
      return round < valuesOfName.length ? [{ name, value: valuesOfName[round] }] : []
    })
    const alone = trials.filter(({ name }) => troublesome.has(name))
    const others = trials.filter(({ name }) => !troublesome.has(name))
    for (let start = 0; start < others.length; start += groupSize) groups.push(others.slice(start, start + groupSize))
    for (const trial of alone) groups.push([trial])
  }
  return groups
}
