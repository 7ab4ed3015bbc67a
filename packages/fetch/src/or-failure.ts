import type { ClientSecretsErrorCode } from "@client-secrets/core"
import { isSourceFailure, sourceFailure } from "@client-secrets/source-kit"

/** Gives what the work gives. What an engine or a user's function throws becomes this failure: its own text may hold anything. */
export async function orFailure<Result>(
  code: ClientSecretsErrorCode,
  text: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isSourceFailure(error) ? error : sourceFailure(code, `${text}${systemCode(error)}.`, code === "unavailable")
  }
}

/** What the system called it, such as ECONNREFUSED. */
function systemCode(error: unknown): string {
  const { code, cause } = Object(error)
  const name = code ?? cause?.code
  return /^E[A-Z]{3,20}$/.test(name) ? ` (${name})` : ""
}
