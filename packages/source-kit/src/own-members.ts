import { ownOptions } from "./own-options.ts"

/** The own members of a JSON object; none for anything else, so that nothing is read from `Object.prototype`. */
export function ownMembers(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
  return ownOptions(isObject ? (value as Record<string, unknown>) : undefined)
}
