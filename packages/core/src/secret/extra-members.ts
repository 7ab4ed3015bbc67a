import { hiddenOf, hide, hideFromPrint } from "./hidden.ts"
import { isSecret } from "./secret.ts"

/**
 * The members of a client that the format does not know: printed as a count, since any of them may be a secret.
 *
 * Values come only through `get()`, as the file's JSON has them, and frozen at every depth, since everyone with the client shares them.
 */
export interface ExtraMembers {
  readonly [Symbol.toStringTag]: "client-secrets.ExtraMembers"
  /** The unknown members' names, in the file's order. */
  readonly names: readonly string[]
  has(name: string): boolean
  get(name: string): unknown
}

class UnknownMembers implements ExtraMembers {
  declare readonly [Symbol.toStringTag]: "client-secrets.ExtraMembers"

  get names(): readonly string[] {
    return [...valuesOf(this).keys()]
  }

  has(name: string): boolean {
    return valuesOf(this).has(name)
  }

  get(name: string): unknown {
    return valuesOf(this).get(name)
  }
}

function valuesOf(holder: object): ReadonlyMap<string, unknown> {
  return (hiddenOf(holder) as ReadonlyMap<string, unknown> | undefined) ?? new Map()
}

hideFromPrint(UnknownMembers.prototype, "client-secrets.ExtraMembers", function print() {
  return `[${valuesOf(this).size} extra members]`
})

/** Hides the values, and freezes them. They belong to the client from here on. */
export function createExtraMembers(values: ReadonlyMap<string, unknown>): ExtraMembers {
  freezeAll([...values.values()])
  return hide(new UnknownMembers(), values)
}

/** The extra members of a client without any. The object is shared: nobody can change it. */
export const noExtraMembers: ExtraMembers = createExtraMembers(new Map())

/** Freezes what JSON made: objects, lists and all that is in them. Without recursion, since JSON nests deeper than a stack. */
function freezeAll(values: unknown[]): void {
  while (values.length > 0) {
    const value = values.pop()
    if (typeof value !== "object" || value === null || isSecret(value) || Object.isFrozen(value)) continue
    for (const inner of Object.values(Object.freeze(value))) values.push(inner)
  }
}
