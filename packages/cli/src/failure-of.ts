import { ownProperty } from "@client-secrets/source-kit"
import { CommandFailure, systemCodeOf } from "./command-failure.ts"
import { printablePath } from "./report/printable.ts"

/** Why a command ended, whatever it threw. What a foreign error says is not printed, since it could hold a value. */
export function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  if (typeof ownProperty(error, "syscall") === "string") return failureOfSystem(error)
  return new CommandFailure(
    "io",
    "This is a bug in client-secrets.",
    "Please report it, without the client file: https://github.com/client-secrets/client-secrets/issues",
  )
}

/** A folder or a file can be closed to us, or disappear, at any time. */
function failureOfSystem(error: unknown): CommandFailure {
  const path = ownProperty(error, "path")
  const what = typeof path === "string" ? printablePath(path) : "A file or folder"
  return new CommandFailure(
    "io",
    `${what} could not be used: ${systemCodeOf(error)}.`,
    "Check that it exists, and that you may read and write it.",
  )
}
