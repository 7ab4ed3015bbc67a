import { ownProperty } from "@client-secrets/source-kit"

/** The variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Returns a variable; undefined if it is not set. `process.env` itself would also return properties of `Object.prototype`. */
export function variableOf(environment: Environment, name: string): string | undefined {
  return ownProperty(environment, name) as string | undefined
}
