import { freshSecret } from "./leaks.ts"
import type { RuntimeInfo, RuntimeTraits } from "./runtime.ts"

/** The traits that a runtime must have, each with one or several values. */
export type Where = { readonly [Trait in keyof RuntimeTraits]?: RuntimeTraits[Trait] | readonly RuntimeTraits[Trait][] }

/** One thing that a runtime must do. */
export interface Case<Fixtures = unknown> {
  /** Unique within its suite; no secret, no value that changes from run to run. */
  readonly name: string
  /** Where the case applies; elsewhere it is not there, which is not the same as skipped. */
  readonly when?: Where
  /** Throws or rejects where the runtime does not do it. */
  run(context: CaseContext<Fixtures>): void | Promise<void>
}

/** What a case is given. */
export interface CaseContext<Fixtures = unknown> {
  readonly runtime: RuntimeInfo
  /** What the test file's `setUp` gave, as JSON. */
  readonly fixtures: Fixtures
  /** The environment as this runtime hands it to a program: on workerd the bindings, elsewhere empty. */
  readonly bindings: Readonly<Record<string, unknown>>
  /** A random secret. It is searched for in all that the runtime printed during the run. */
  freshSecret(): string
}

/** What came of one case. */
export interface CaseResult {
  readonly name: string
  /** Message and stack of what it threw; absent where it passed. */
  readonly failure?: string
}

/** What a runtime reports about one run. */
export interface RunReport {
  readonly results: readonly CaseResult[]
  /** Every secret that was handed out, for the search through the runtime's output. */
  readonly secrets: readonly string[]
}

/** What a run needs besides the cases; JSON, so that it can be sent to any runtime. */
export interface RunSetup {
  readonly runtime: RuntimeInfo
  readonly fixtures: unknown
}

const caseLimit = 30_000

/** Whether a case, or a whole suite, applies to a runtime. */
export function appliesTo(traits: RuntimeTraits, { when = {} }: { readonly when?: Where }): boolean {
  return Object.entries(when).every(([trait, wanted]) => {
    const has = traits[trait as keyof RuntimeTraits]
    return Array.isArray(wanted) ? wanted.includes(has) : wanted === has
  })
}

/** Runs the cases that apply, one after another, and never rejects: a failure is a result. */
export async function runCases(
  cases: readonly Case<never>[],
  setup: RunSetup,
  bindings: Readonly<Record<string, unknown>> = {},
): Promise<RunReport> {
  const results: CaseResult[] = []
  const secrets: string[] = []
  const context: CaseContext = {
    runtime: setup.runtime,
    fixtures: setup.fixtures,
    bindings,
    freshSecret() {
      const secret = freshSecret()
      secrets.push(secret)
      return secret
    },
  }
  for (const oneCase of cases) {
    if (appliesTo(setup.runtime, oneCase)) results.push(await runCase(oneCase as Case, context))
  }
  return { results, secrets }
}

async function runCase(oneCase: Case, context: CaseContext): Promise<CaseResult> {
  const { name } = oneCase
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    // A timer is also what keeps Node alive while a case waits on an unref'd one (AbortSignal.timeout).
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${caseLimit / 1000} s`)), caseLimit)
    })
    await Promise.race([(async () => oneCase.run(context))(), limit])
    return { name }
  } catch (error) {
    return { name, failure: describeFailure(error) }
  } finally {
    clearTimeout(timer)
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error}: ${String(error)}`
  // JavaScriptCore's stack leaves the message out.
  const headline = `${error.name}: ${error.message}`
  const stack = error.stack ?? ""
  return stack.includes(error.message) ? stack : `${headline}\n${stack}`
}
