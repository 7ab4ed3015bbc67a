/**
 * A hundred years: as much as any lifetime counts. A server that means "never" writes the greatest number that it has, such as
 * WSO2's 9223372036854775, and the end of that is no date.
 */
const mostSeconds = 100 * 365.25 * 24 * 60 * 60

/**
 * Reads a number of seconds of an answer. Some servers write it as a string; RFC 6749 section 5.1 has a number.
 *
 * @returns 0 if the server names none, `undefined` for anything that is not a number of seconds
 */
export function readSeconds(value: unknown, most: number = mostSeconds): number | undefined {
  if (value === undefined || value === null) return 0
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+(\.\d+)?$/.test(value))
  const seconds = isNumber ? Number(value) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, most) : undefined
}
