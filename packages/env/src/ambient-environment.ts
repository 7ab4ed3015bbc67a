import { ownGlobal, readVariable, sourceFailure } from "@client-secrets/source-kit"
import { type LookUp, notGranted } from "./variables.ts"

interface Process {
  readonly env?: object
}

interface Deno {
  readonly permissions?: { querySync?(permission: { name: "env"; variable?: string }): { readonly state: string } }
}

/**
 * Returns how to look at the environment of this process, one variable at a time.
 *
 * On Deno the user is not asked about each of them: a grant of those variables that a program uses is enough.
 *
 * @throws `unsupported` where the runtime has no environment
 */
export function ambientEnvironment(): LookUp {
  // An expression wherever it is used: error reporters print the values of our variables and closures.
  if (ownGlobal<Process>("process")?.env === undefined) {
    throw sourceFailure("unsupported", "This runtime has no process.env. Pass the variables: envSource({ env }).")
  }
  return name => {
    try {
      return stateOfGrant(name) === "prompt" ? notGranted : readVariable(name)
    } catch {
      return notGranted
    }
  }
}

/** Returns the names of all variables that are set; none if listing them needs a grant that the program does not have. */
export function ambientNames(): readonly string[] {
  try {
    const state = stateOfGrant()
    return state === undefined || state === "granted" ? Object.keys(ownGlobal<Process>("process")?.env ?? {}) : []
  } catch {
    return []
  }
}

/** Deno's state of the grant for one variable, or for all of them; undefined on other runtimes. */
function stateOfGrant(variable?: string): string | undefined {
  const { permissions } = ownGlobal<Deno>("Deno") ?? { permissions: undefined }
  return permissions?.querySync?.(variable === undefined ? { name: "env" } : { name: "env", variable }).state
}
