import { describeType } from "./describe-type.ts"

const kinds = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  function: "a function",
  object: "an object",
  array: "an array",
}

/** The types that `checkTypes` distinguishes. An array and a Promise are not an `object`. */
export type OptionKind = keyof typeof kinds

/**
 * Checks the types of options. The caller checks their values; an option that is `undefined` counts as missing.
 *
 * @param options without a prototype
 * @param types the kinds of values that each option may have
 * @throws {TypeError} for the first option of another type. The message names it, and contains nothing of the value.
 */
export function checkTypes(options: object, types: Readonly<Record<string, readonly OptionKind[]>>): void {
  for (const [name, accepted] of Object.entries(types)) {
    const value: unknown = (options as Readonly<Record<string, unknown>>)[name]
    if (value === undefined || accepted.includes(kindOf(value) as OptionKind)) continue
    const advice = value instanceof Promise ? " Did you forget await?" : ""
    const wanted = accepted.map(kind => kinds[kind]).join(" or ")
    throw new TypeError(`The option ${name} must be ${wanted}; received ${describeType(value)}.${advice}`)
  }
}

function kindOf(value: unknown): string {
  if (value === null || value instanceof Promise) return "none"
  return Array.isArray(value) ? "array" : typeof value
}
