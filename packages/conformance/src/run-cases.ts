import { freshSecret } from "./leaks.ts"
import type { RuntimeInfo, RuntimeTraits } from "./runtime.ts"

/** The traits that a runtime must have, each with one or more values. */
export type Where = { readonly [Trait in keyof RuntimeTraits]?: RuntimeTraits[Trait] | readonly RuntimeTraits[Trait][] }

/** Something that a runtime must do. */
export interface Case<Fixtures = unknown> {
  /** Unique within its suite; contains no secret, and no value that changes between runs. */
  readonly name: string
  /** Where the case applies; elsewhere it does not exist, which is not the same as skipped. */
  readonly when?: Where
  /** Throws or rejects if the runtime does not do it. */
  run(context: CaseContext<Fixtures>): void | Promise<void>
}

/** The context of a case. */
export interface CaseContext<Fixtures = unknown> {
  readonly runtime: RuntimeInfo
  /** The result of the test file's `setUp`, as JSON. */
  readonly fixtures: Fixtures
  /** The environment as this runtime passes it to a program: the bindings on workerd, empty elsewhere. */
  readonly bindings: Readonly<Record<string, unknown>>
  /** A random secret. The harness searches the whole output of the runtime for it. */
  freshSecret(): string
}

/** The result of one case. */
export interface CaseResult {
  readonly name: string
  /** Message and stack of the thrown error; absent if the case passed. */
  readonly failure?: string
}

/** What a runtime reports about one run. */
export interface RunReport {
  readonly results: readonly CaseResult[]
  /** Every secret that was created, for the search through the runtime's output. */
  readonly secrets: readonly string[]
}

/** What a run needs in addition to the cases; JSON, so that it can be sent to any runtime. */
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
    // The timer also keeps Node alive while a case waits for an unref'd one (AbortSignal.timeout).
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
  // JavaScriptCore's stack does not contain the message.
  const headline = `${error.name}: ${error.message}`
  const stack = error.stack ?? ""
  return stack.includes(error.message) ? stack : `${headline}\n${stack}`
}
