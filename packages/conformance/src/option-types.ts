import { findLeaks, freshSecret } from "./leaks.ts"
import { printingRoutes } from "./printing-routes.ts"

/** The types that `findUncheckedOptions` distinguishes. */
export type ValueKind =
  | "string"
  | "number"
  | "boolean"
  | "bigint"
  | "symbol"
  | "null"
  | "function"
  | "object"
  | "array"
  | "promise"

/** A value of each type that an option could have; those that can contain a string contain the canary. */
const makers: Readonly<Record<ValueKind, (canary: string) => unknown>> = {
  string: canary => canary,
  number: () => 7,
  boolean: () => true,
  bigint: () => 7n,
  symbol: canary => Symbol(canary),
  null: () => null,
  function: canary => () => canary,
  object: canary => ({ value: canary, toString: () => canary }),
  array: canary => [canary, { canary }],
  promise: canary => Promise.resolve(canary),
}

/** A function and the types that each of its options may have. */
export interface CheckedOptions {
  /** Calls it with these options, of which one is invalid. */
  call(options: Readonly<Record<string, unknown>>): unknown
  /** @default none */
  readonly valid?: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, readonly ValueKind[]>>
}

/**
 * Passes a value of each wrong type to each option, and returns every wrong outcome: it must be a TypeError that names
 * the option and contains nothing of the value.
 */
export async function findUncheckedOptions(functions: Readonly<Record<string, CheckedOptions>>): Promise<string[]> {
  const faults: string[] = []
  for (const [name, { call, valid, options }] of Object.entries(functions)) {
    for (const [option, accepted] of Object.entries(options)) {
      for (const [kind, make] of Object.entries(makers)) {
        if (accepted.includes(kind as ValueKind)) continue
        const canary = freshSecret()
        const outcome = await outcomeOf(() => call({ ...valid, [option]: make(canary) }))
        const fault = faultOf(outcome, option, canary)
        if (fault !== undefined) faults.push(`${name}, ${option}, ${kind}: ${fault}`)
      }
    }
  }
  return faults
}

const accepted = Symbol("accepted")

/**
 * The error that a call throws or rejects with. A call that does not end has accepted its arguments; one that refuses them
 * may first have to load an SDK, on a busy machine.
 */
async function outcomeOf(call: () => unknown): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise(resolve => {
    timer = setTimeout(resolve, 30_000, accepted)
  })
  try {
    const work = (async () => {
      await call()
      return accepted
    })()
    return await Promise.race([work, late])
  } catch (thrown) {
    return thrown
  } finally {
    clearTimeout(timer)
  }
}

function faultOf(outcome: unknown, option: string, canary: string): string | undefined {
  if (outcome === accepted) return "it is accepted"
  if (!(outcome instanceof TypeError)) return `it throws ${String((outcome as Error | undefined)?.name)}`
  if (!outcome.message.includes(option)) return `the message does not name it: ${outcome.message}`
  return findLeaks([canary], printingRoutes(outcome)).length === 0 ? undefined : "the error holds the value"
}
