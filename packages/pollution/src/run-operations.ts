/** Something that a package does. Its outcome is compared: whatever JSON can show of it. */
export interface Operation {
  readonly name: string
  readonly run: () => unknown
  /**
   * The same work without a package of ours, where Node itself can break on a polluted prototype: a name that breaks this says
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

/** Iteration as the language itself does it: a polluted `return` breaks every array pattern that stops early, in any program. */
function iterate(): unknown {
  const [first] = [1, 2]
  return first
}

/** What came of the work, in words that do not depend on the prototype. */
async function outcomeOf(run: () => unknown): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("no end")), limit)
    })
    return `returned ${show(await Promise.race([(async () => run())(), late]), 0)}`
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown }
    const own = (name: string) => Object.hasOwn(error as object, name)
    return `threw ${own("code") ? String(code) : ""} ${own("message") ? String(message) : ""}`
  } finally {
    clearTimeout(timer)
  }
}

/** Like JSON, but of own properties only, and without what differs from one time to the next. */
function show(value: unknown, depth: number): string {
  if (typeof value === "function") return "function"
  if (typeof value !== "object" || value === null) return String(value)
  if (depth > 5) return "…"
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (Array.isArray(value)) {
    let text = "["
    for (const item of value) text += `${show(item, depth + 1)},`
    return `${text}]`
  }
  let text = "{"
  const names = Object.getOwnPropertyNames(value).sort()
  for (const name of names) text += `${name}: ${show((value as Record<string, unknown>)[name], depth + 1)}, `
  return `${text}}`
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
  pollution: Pollution,
): Promise<boolean> {
  for (const [index, control] of controls.entries())
    if ((await pollutedOutcome([pollution], control)) !== sound[index]) return true
  return false
}

/** So many names are tried at once; one by one only where something differs. */
const groupSize = 8

/** Runs each operation once per name and value, and compares with the outcome without pollution. */
export async function findDifferences(
  operations: readonly Operation[],
  names: readonly string[],
  valuesOf: (name: string) => readonly unknown[],
): Promise<{ readonly runs: number; readonly differences: readonly Difference[] }> {
  const differences: Difference[] = []
  let runs = 0
  for (const { name: operation, run, control } of operations) {
    const expected = await outcomeOf(run)
    if (expected !== (await outcomeOf(run))) throw new Error(`${operation}: its outcome differs without pollution too`)
    const controls = control ? [iterate, control] : [iterate]
    const sound = await Promise.all(controls.map(outcomeOf))
    // Value by value, so that a group holds a name once.
    const rounds = Math.max(...names.map(name => valuesOf(name).length))
    const trials = Array.from({ length: rounds }, (_, round) =>
      names.flatMap(name =>
        valuesOf(name)
          .slice(round, round + 1)
          .map(value => ({ name, value })),
      ),
    ).flat()
    for (let start = 0; start < trials.length; start += groupSize) {
      const group = trials.slice(start, start + groupSize)
      runs++
      if ((await pollutedOutcome(group, run)) === expected) continue
      for (const { name, value } of group) {
        runs++
        const actual = await pollutedOutcome([{ name, value }], run)
        if (actual === expected) continue
        if (await breaksControls(controls, sound, { name, value })) continue
        differences.push({ operation, name, value: show(value, 0), expected, actual })
      }
    }
  }
  return { runs, differences }
}
