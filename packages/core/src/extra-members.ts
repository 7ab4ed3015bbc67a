import { freezePrintHooks } from "./secret.ts"

/**
 * The members of a client that the format does not know: printed as a count, since any of them may be a secret.
 *
 * Values come through `get()` alone, as the file's JSON gives them.
 */
export interface ExtraMembers {
  readonly [Symbol.toStringTag]: "client-secrets.ExtraMembers"
  /** The unknown members' names, in the file's order. */
  readonly names: readonly string[]
  has(name: string): boolean
  get(name: string): unknown
}

type Values = ReadonlyMap<string, unknown>

// For the reasons in secret.ts.
const states = new WeakMap<object, Values>()
const stateOf = states.get.bind(states)
const keep = states.set.bind(states)

const none: Values = new Map()

class UnknownMembers implements ExtraMembers {
  declare readonly [Symbol.toStringTag]: "client-secrets.ExtraMembers"

  get names(): readonly string[] {
    return Object.freeze([...valuesOf(this).keys()])
  }

  has(name: string): boolean {
    return valuesOf(this).has(name)
  }

  get(name: string): unknown {
    return valuesOf(this).get(name)
  }

  toString(): string {
    return print.call(this)
  }

  toJSON(): string {
    return print.call(this)
  }
}

function valuesOf(value: unknown): Values {
  return stateOf(value as object) ?? none
}

function print(this: unknown): string {
  const count = valuesOf(this).size
  return `[${count} extra member${count === 1 ? "" : "s"}]`
}

freezePrintHooks(UnknownMembers.prototype, "client-secrets.ExtraMembers", print)

export function createExtraMembers(values: Values): ExtraMembers {
  const members = new UnknownMembers()
  keep(members, values)
  return Object.freeze(members)
}
