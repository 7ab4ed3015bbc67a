/**
 * A property of whatever was thrown; `undefined` where reading it throws.
 *
 * An error's name is on its prototype, but nothing is read from `Object.prototype`, which any code may have changed.
 */
export function readThrown(thrown: unknown, key: string): unknown {
  try {
    for (let holder: unknown = thrown; isObject(holder) && holder !== Object.prototype; ) {
      if (Object.hasOwn(holder, key)) return (thrown as Record<string, unknown>)[key]
      holder = Object.getPrototypeOf(holder)
    }
  } catch {
    // A getter, or a proxy: anything can be thrown.
  }
  return undefined
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function"
}
