import { ownGlobal, ownProperty } from "./own-property.ts"
import { sourceFailure } from "./source-failure.ts"

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Returns a variable of the process; undefined where it is not set, and on the edge. An empty variable is returned as `""`.
 *
 * The name is computed, since bundlers replace `process.env.NAME`. Only this name is read: Deno may have granted no other.
 *
 * @throws `denied` where Deno does not grant it
 */
export function readVariable(name: string): string | undefined {
  try {
    // No variable of ours holds the environment, since error reporters print variables.
    return ownProperty(ownGlobal<Process>("process")?.env, name) as string | undefined
  } catch {
    throw sourceFailure("denied", `Deno: run with --allow-env=${name}`)
  }
}
