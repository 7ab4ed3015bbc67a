import { type ExitCode, exitCode } from "./exit-code.ts"
import type { Problem } from "./report/reporter.ts"

/** Why a command ended. */
export type FailureCode = "usage" | "invalid" | "leak" | "io" | "sign_in"

/** Ends the command with an exit code and our own text, which contains no value and nothing of a foreign error. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode
  readonly code: string
  readonly hint: string | undefined

  constructor(code: FailureCode, message: string, hint?: string) {
    super(message)
    this.exitCode = exitCode[code]
    this.code = code
    this.hint = hint
  }

  /** The reported problem. */
  get problem(): Problem {
    const { code, message, hint } = this
    return { severity: "error", code, message, hint }
  }
}

/** A system error's own code, such as `EACCES`: the only part of a foreign error that is printed. */
export function systemCodeOf(error: unknown): string {
  const code =
    typeof error === "object" && error !== null ? Object.getOwnPropertyDescriptor(error, "code")?.value : undefined
  return typeof code === "string" && /^[A-Z][A-Z\d_]{1,40}$/.test(code) ? code : "no reason was given"
}
