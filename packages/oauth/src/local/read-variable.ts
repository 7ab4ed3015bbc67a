import { readVariable } from "@client-secrets/source-kit"

/** A variable of this process; undefined where it is not set, and where Deno does not grant it. */
export function readGrantedVariable(name: string): string | undefined {
  try {
    return readVariable(name)
  } catch {
    return undefined
  }
}
