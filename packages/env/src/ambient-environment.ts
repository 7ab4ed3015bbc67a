import { readVariable, sourceFailure } from "@client-secrets/source-kit"
import { type LookUp, notGranted } from "./variables.ts"

interface Host {
  readonly process?: { readonly env?: object }
  readonly Deno?: {
    readonly permissions?: { querySync?(permission: { name: "env"; variable: string }): { readonly state: string } }
  }
}

const host = globalThis as unknown as Host

/**
 * The environment of this process, looked at when a source is read, by one name at a time.
 *
 * Deno's user is not asked for each of them: a grant of one variable is enough for a program that uses one.
 */
export function ambientEnvironment(): LookUp {
  if (host.process?.env === undefined) {
    throw sourceFailure("unsupported", "This runtime has no process.env: use envSource({ env }).")
  }
  return name => {
    try {
      return wouldAsk(name) ? notGranted : readVariable(name)
    } catch {
      return notGranted
    }
  }
}

/** Whether reading a variable would stop the program with a question. */
function wouldAsk(variable: string): boolean {
  return host.Deno?.permissions?.querySync?.({ name: "env", variable }).state === "prompt"
}
