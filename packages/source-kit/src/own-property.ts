/** Returns a property that the object itself has: what somebody put on `Object.prototype` is nobody's property. */
export function ownProperty(value: unknown, name: PropertyKey): unknown {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function"
  return isObject && Object.hasOwn(value, name) ? (value as Record<PropertyKey, unknown>)[name] : undefined
}

/** Returns a global of this runtime, such as `process` or `Deno`; undefined where it has none. */
export function ownGlobal<Global>(name: string): Global | undefined {
  return ownProperty(globalThis, name) as Global | undefined
}
