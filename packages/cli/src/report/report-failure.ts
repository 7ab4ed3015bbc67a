import type { CommandFailure } from "../command-failure.ts"
import type { Reporter } from "./reporter.ts"

/** Says why a command could not be done. */
export function reportFailure({ code, message, hint }: CommandFailure, reporter: Reporter): void {
  reporter.problem({ severity: "error", code, message, hint })
}
