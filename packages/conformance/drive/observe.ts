import { printingRoutes } from "../src/printing-routes.ts"

/** Everything that a call revealed. */
export interface Observation {
  /** Whether it returned (or resolved), or threw (or rejected). */
  readonly outcome: "returned" | "threw"
  /** The result or the error. */
  readonly value: unknown
  /** The value in every way of printing, and what was meanwhile written to the console, to the standard streams and as warnings. */
  readonly printed: Readonly<Record<string, string>>
}

/** Runs a call and records everything it revealed, for `findLeaks`. One call at a time, since the console belongs to the process. */
export async function observe(work: () => unknown): Promise<Observation> {
  const output = recordOutput()
  try {
    const value = await work()
    return { outcome: "returned", value, printed: { output: output.stop(), ...printingRoutes(value) } }
  } catch (thrown) {
    return { outcome: "threw", value: thrown, printed: { output: output.stop(), ...printingRoutes(thrown) } }
  }
}

function recordOutput(): { stop(): string } {
  const written: string[] = []
  const restore: (() => void)[] = []
  const replace = (holder: object, name: string, returned: unknown) => {
    const before = Reflect.get(holder, name)
    Reflect.set(holder, name, (...values: unknown[]) => {
      written.push(...values.map(value => Object.values(printingRoutes(value)).join("\n")))
      return returned
    })
    restore.push(() => Reflect.set(holder, name, before))
  }
  for (const name of ["log", "info", "debug", "warn", "error", "dir", "trace"]) replace(console, name, undefined)
  replace(process, "emitWarning", undefined)
  replace(process.stdout, "write", true)
  replace(process.stderr, "write", true)
  return {
    stop() {
      for (const one of restore.splice(0)) one()
      return written.join("\n")
    },
  }
}
