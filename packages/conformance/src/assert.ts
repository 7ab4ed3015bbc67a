/** Fails the case with this message if the condition does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}

/** Fails unless both are the same: primitives by `Object.is`, other values by their JSON. Two Secrets always have the same JSON: reveal them. */
export function assertEqual(actual: unknown, expected: unknown, message = "value"): void {
  if (Object.is(actual, expected)) return
  const [actualText, expectedText] = [describe(actual), describe(expected)]
  const comparable = typeof actual === "object" && typeof expected === "object" && actual !== null && expected !== null
  assert(comparable && actualText === expectedText, `${message}: expected ${expectedText}, got ${actualText}`)
}

/** Fails unless the work throws or rejects; returns what was thrown. */
export async function assertThrows(work: () => unknown, message = "the call"): Promise<unknown> {
  let value: unknown
  try {
    value = await work()
  } catch (error) {
    return error
  }
  throw new Error(`assertion failed: ${message} was to throw, but gave ${describe(value)}`)
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return JSON.stringify(value)
  return typeof value === "string" ? JSON.stringify(value) : String(value)
}
