import type { ClientSecretsErrorCode } from "@client-secrets/core"

const hint = Symbol.for("client-secrets.hint")

/**
 * Makes the plain error that a source throws and core reads: a code, what to tell the user, and whether trying again can help.
 *
 * The text holds no value and nothing of a foreign error; nothing else is attached to it.
 */
export function sourceFailure(code: ClientSecretsErrorCode, text: string, transient = false): Error {
  return Object.assign(new Error(text), { code, transient, [hint]: text })
}

/** Whether an error was made by `sourceFailure`, so that its text may be shown. */
export function isSourceFailure(error: unknown): boolean {
  return error instanceof Error && Object.hasOwn(error, hint)
}
