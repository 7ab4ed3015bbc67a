import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { outputProof } from "../src/entry.ts"
import { findLeaks } from "../src/leaks.ts"
import { appliesTo, type Case, type Where } from "../src/run-cases.ts"
import { runLimit } from "./run-program.ts"
import { type RunOutcome, type Runtime, runtimes } from "./runtimes.ts"
import { attempts, shareRun } from "./shared-run.ts"

export interface RuntimeTestsOptions<Fixtures> {
  /** The module that exports `cases: readonly Case<Fixtures>[]`: `new URL("./runtimes.cases.ts", import.meta.url)`. */
  readonly cases: URL
  /** The runtimes with these traits, if the package does not support all: `{ modules: ["esm", "bundled"] }`. @default all */
  readonly when?: Where
  /** Runs before any runtime, and again before a second attempt: starts servers, writes files, makes secrets. @default nothing */
  readonly setUp?: () => RuntimeTestsSetUp<Fixtures> | Promise<RuntimeTestsSetUp<Fixtures>>
}

/** What the runtimes find. */
export interface RuntimeTestsSetUp<Fixtures> {
  /** Serializable as JSON; every case gets it as `context.fixtures`. */
  readonly fixtures?: Fixtures
  /** Variables: the environment of a process, the text bindings of a Worker. @default none */
  readonly environment?: Readonly<Record<string, string>>
  /** Secrets in the above: no runtime's output may contain a part of one. @default none */
  readonly secrets?: readonly string[]
  /** Runs after the last runtime. */
  readonly tearDown?: () => void | Promise<void>
}

/**
 * Makes one vitest test of every case on every runtime, named `<runtime>: <case>`.
 *
 * Each runtime is started once, and under CI a second time if a test fails. One additional test per runtime checks that the process ends by itself and that its
 * output contains no secret. A runtime that this machine lacks is skipped by name, and fails with `CI=true`.
 */
export async function testOnEveryRuntime<Fixtures>(options: RuntimeTestsOptions<Fixtures>): Promise<void> {
  // Loaded here only for the names, so that a case that a runtime did not run is a failure.
  const { cases } = (await import(/* @vite-ignore */ options.cases.href)) as { cases: readonly Case<never>[] }
  const names = new Set(cases.map(oneCase => oneCase.name))
  if (names.size !== cases.length || names.size === 0) throw new TypeError("Cases need names, each its own.")

  const setUps: RuntimeTestsSetUp<Fixtures>[] = []
  let folder: string

  async function setUp(): Promise<RuntimeTestsSetUp<Fixtures>> {
    const made = (await options.setUp?.()) ?? {}
    setUps.push(made)
    return made
  }

  beforeAll(async () => {
    // The real path, since macOS's temporary folder is a link, and Deno compares paths.
    folder = realpathSync(mkdtempSync(join(tmpdir(), "conformance-")))
    await setUp()
  }, runLimit)

  afterAll(async () => {
    for (const { tearDown } of setUps) await tearDown?.()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }, runLimit)

  for (const runtime of runtimes.filter(one => appliesTo(one, options))) {
    const applicable = cases.filter(oneCase => appliesTo(runtime, oneCase)).map(oneCase => oneCase.name)
    testOnRuntime(runtime, applicable, async (file, attempt) => {
      const { locate: _, run, ...info } = runtime
      // The first attempts of all runtimes share one; a second must not meet what the first left on a server.
      const { environment = {}, fixtures = null, secrets = [] } = attempt === 1 ? setUps[0]! : await setUp()
      const ownFolder = join(folder, `${runtime.name.replaceAll(" ", "-")}-${attempt}`)
      mkdirSync(ownFolder)
      const input = { cases: options.cases, folder: ownFolder, environment, setup: { runtime: info, fixtures } }
      return { ...(await run(file, input)), secretsOfSetUp: secrets }
    })
  }
}

interface SharedOutcome extends RunOutcome {
  readonly secretsOfSetUp: readonly string[]
}

function testOnRuntime(
  runtime: Runtime,
  names: readonly string[],
  run: (file: string, attempt: number) => Promise<SharedOutcome>,
): void {
  const title = (name: string) => `${runtime.name}: ${name}`
  const file = runtime.locate()
  if (file === undefined && process.env["CI"] !== "true") {
    console.warn(`SKIPPED: ${runtime.name} is not on this machine (see packages/conformance/README.md).`)
    for (const name of names) test.skip(title(name))
    return
  }
  const checkOutcome = shareRun(async attempt => {
    if (file === undefined) throw new Error(`${runtime.name} is not on this machine, and with CI=true it must be.`)
    return run(file, attempt)
  })
  const settings = { timeout: runLimit + 10_000, retry: attempts - 1 }

  for (const name of names) {
    test(title(name), settings, () =>
      checkOutcome(({ report }) => {
        const result = report.results.find(one => one.name === name)
        if (result === undefined) throw new Error("the runtime did not run this case")
        if (result.failure !== undefined) throw new Error(result.failure)
      }),
    )
  }

  test(title("prints no secret and ends by itself"), settings, () =>
    checkOutcome(({ report, output, status, secretsOfSetUp }) => {
      expect(status, `how the process ended, after it had given its report:\n${output}`).toBe(0)
      expect(output, "without this line the output was not captured").toContain(outputProof)
      expect(findLeaks([...secretsOfSetUp, ...report.secrets], { output })).toEqual([])
    }),
  )
}
