import { sourceFailure } from "@client-secrets/source-kit"

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
