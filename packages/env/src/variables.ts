/** Stands for a variable that this program may not read. */
export const notGranted: unique symbol = Symbol("not granted")

/** Looks at one variable; undefined where it is not set. */
export type LookUp = (name: string) => unknown

/** Variables, read by name. An empty one counts as not set. */
export interface Variables {
  /** The value; undefined where it is not set, or may not be read: then its name is kept in `refused`. */
  readonly get: (name: string) => unknown
  /** Whether a variable is set that should not be. One that may not be read does no harm. */
  readonly isSet: (name: string) => boolean
  /** The names of variables that this program may not read. */
  readonly refused: readonly string[]
}

export function createVariables(lookUp: LookUp): Variables {
  const refused: string[] = []
  const look = (name: string) => {
    const value = lookUp(name)
    return value === "" || value === null ? undefined : value
  }
  return {
    refused,
    get(name) {
      const value = look(name)
      if (value !== notGranted) return value
      refused.push(name)
      return undefined
    },
    isSet(name) {
      const value = look(name)
      return value !== undefined && value !== notGranted
    },
  }
}

/** The flag that lets the program read what it was refused. */
export function adviseGrant(refused: readonly string[]): string {
  return `Deno: run with --allow-env=${refused.join(",")}`
}
