import { ownOptions, sourceFailure } from "@client-secrets/source-kit"

/**
 * The JSON in an answer.
 *
 * @throws `invalid`; the engine's message would quote the answer
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw sourceFailure("invalid", "The answer is not JSON in UTF-8. Check the address.")
  }
}

/** The own members of a JSON object; none for anything else, so that nothing is read from `Object.prototype`. */
export function ownMembers(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
  return ownOptions(isObject ? (value as Record<string, unknown>) : undefined)
}
