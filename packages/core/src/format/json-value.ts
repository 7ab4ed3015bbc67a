/** The members of an object that JSON made. */
export type Members = Readonly<Record<string, unknown>>

/** Whether a value is an object with members: no list, and not `null`. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The type of a value as a message names it: `a string`, `a list`, `null`. */
export function nameType(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object") return "an object"
  return `a ${typeof value}`
}

/** An own member of a value, if it is an object that has it. */
export function ownMember(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}
