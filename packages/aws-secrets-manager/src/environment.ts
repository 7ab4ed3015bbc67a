import { sourceFailure } from "@client-secrets/source-kit"

/** Variables by name, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where ambient state is; undefined on the edge. */
export function ambientProcess(): NodeJS | undefined {
  return (globalThis as { process?: NodeJS }).process
}

interface NodeJS {
  readonly env?: Environment
  getBuiltinModule?(name: string): unknown
}

/** Reads one variable after another: own properties, by computed names since bundlers inline others; empty is not set. */
export function variableReader(
  environment: Environment = ambientProcess()?.env ?? {},
): (name: string) => string | undefined {
  return name => {
    try {
      return (Object.hasOwn(environment, name) && environment[name]) || undefined
    } catch {
      throw sourceFailure("denied", `Run with --allow-env=${name}`)
    }
  }
}
