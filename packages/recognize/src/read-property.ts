/** More than any class has. A proxy can name itself as its prototype, and would be followed for ever. */
const mostLevels = 100

/**
 * A property that a value or its class has; `undefined` where reading it throws.
 *
 * An error's name and a stream's `isTTY` are on their prototypes. Nothing is read from `Object.prototype`, which any code may have
 * changed.
 */
export function readProperty(value: unknown, key: string): unknown {
  try {
    let holder: unknown = value
    for (let level = 0; level < mostLevels && isObject(holder) && holder !== Object.prototype; level++) {
      if (Object.hasOwn(holder, key)) return (value as Record<string, unknown>)[key]
      holder = Object.getPrototypeOf(holder)
    }
  } catch {
    // A getter, or a proxy: the value can be anything that was thrown.
  }
  return undefined
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function"
}
