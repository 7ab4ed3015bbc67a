/** The type of a value, for the message about a mistake: `a string`, `null`, `an array`, `a Promise`. It never shows the value itself. */
export function kindOfValue(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === "number") return Number.isNaN(value) ? "NaN" : value < 0 ? "a negative number" : "a number"
  if (typeof value !== "object") return `a ${typeof value}`
  try {
    if (Array.isArray(value)) return "an array"
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "bytes"
    if (typeof (value as { then?: unknown }).then === "function") return "a Promise"
  } catch {
    // A proxy may throw at any question.
  }
  return "an object"
}
