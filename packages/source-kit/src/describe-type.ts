/** Describes the type of a value in words, for a message: it contains nothing of the value itself. */
export function describeType(value: unknown): string {
  if (value === undefined || value === null) return `${value}`
  if (Array.isArray(value)) return "an array"
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "bytes"
  if (typeof value === "object")
    return typeof (value as { then?: unknown }).then === "function" ? "a Promise" : "an object"
  return names[typeof value]
}

const names = {
  string: "a string",
  number: "a number",
  bigint: "a bigint",
  boolean: "a boolean",
  symbol: "a symbol",
  function: "a function",
  undefined: "undefined",
  object: "an object",
}
