import type { ClientSecretsErrorCode } from "@client-secrets/core"

const hint = Symbol.for("client-secrets.hint")

/**
 * The plain error that a source throws and core reads: a code, whether it may pass, and what to tell the user.
 *
 * The text holds no value and nothing of a foreign error; nothing is attached to it.
 */
export function sourceFailure(code: ClientSecretsErrorCode, text: string, transient = false): Error {
  return Object.assign(new Error(text), { code, transient, [hint]: text })
}

/** Whether an error is of this making, so that its text may be shown. */
export function isSourceFailure(error: unknown): boolean {
  return error instanceof Error && hint in error
}
