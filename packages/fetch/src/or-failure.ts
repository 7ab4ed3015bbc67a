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
    if (isSourceFailure(error)) throw error
    const { name, code: systemCode, cause } = Object(error)
    // Deno's, for want of a grant; or what the system called it, such as ECONNREFUSED.
    const isDenied = name === "NotCapable"
    const detail = isDenied ? name : (/^E[A-Z]{3,20}$/.exec(systemCode ?? cause?.code)?.[0] ?? "")
    throw sourceFailure(
      isDenied ? "denied" : code,
      `${text}${detail && ` (${detail})`}.`,
      !isDenied && code === "unavailable",
    )
  }
}
