import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { outputProof } from "../src/entry.ts"
import { findLeaks } from "../src/leaks.ts"
import { appliesTo, type Case, type Where } from "../src/run-cases.ts"
import { runLimit } from "./run-program.ts"
import { type RunOutcome, type Runtime, runtimes } from "./runtimes.ts"

export interface RuntimeTestsOptions<Fixtures> {
  /** The module that exports `cases: readonly Case<Fixtures>[]`: `new URL("./runtimes.cases.ts", import.meta.url)`. */
  readonly cases: URL
  /** The runtimes with these traits, if the package does not support all: `{ modules: ["esm", "bundled"] }`. @default all */
  readonly when?: Where
  /** Runs once, before any runtime: starts servers, writes files, makes secrets. @default nothing */
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
 * Each runtime is started once. One additional test per runtime checks that the process ends by itself and that its
 * output contains no secret. A runtime that this machine lacks is skipped by name, and fails with `CI=true`.
 */
export async function testOnEveryRuntime<Fixtures>(options: RuntimeTestsOptions<Fixtures>): Promise<void> {
  // Loaded here only for the names, so that a case that a runtime did not run is a failure.
  const { cases } = (await import(/* @vite-ignore */ options.cases.href)) as { cases: readonly Case<never>[] }
  const names = new Set(cases.map(oneCase => oneCase.name))
  if (names.size !== cases.length || names.size === 0) throw new TypeError("Cases need names, each its own.")

  let setUp: RuntimeTestsSetUp<Fixtures> = {}
  let folder: string

  beforeAll(async () => {
    // The real path, since macOS's temporary folder is a link, and Deno compares paths.
    folder = realpathSync(mkdtempSync(join(tmpdir(), "conformance-")))
    setUp = (await options.setUp?.()) ?? {}
  }, runLimit)

  afterAll(async () => {
    await setUp.tearDown?.()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }, runLimit)

  for (const runtime of runtimes.filter(one => appliesTo(one, options))) {
    const applicable = cases.filter(oneCase => appliesTo(runtime, oneCase)).map(oneCase => oneCase.name)
    testOnRuntime(
      runtime,
      applicable,
      file => {
        const { locate: _, run, ...info } = runtime
        const ownFolder = join(folder, runtime.name.replaceAll(" ", "-"))
        mkdirSync(ownFolder)
        return run(file, {
          cases: options.cases,
          folder: ownFolder,
          environment: setUp.environment ?? {},
          setup: { runtime: info, fixtures: setUp.fixtures ?? null },
        })
      },
      () => setUp.secrets ?? [],
    )
  }
}

function testOnRuntime(
  runtime: Runtime,
  names: readonly string[],
  run: (file: string) => Promise<RunOutcome>,
  secretsOfSetUp: () => readonly string[],
): void {
  const title = (name: string) => `${runtime.name}: ${name}`
  const file = runtime.locate()
  if (file === undefined && process.env["CI"] !== "true") {
    console.warn(`SKIPPED: ${runtime.name} is not on this machine (see packages/conformance/README.md).`)
    for (const name of names) test.skip(title(name))
    return
  }
  let started: Promise<RunOutcome> | undefined
  const outcome = () => {
    if (file === undefined) throw new Error(`${runtime.name} is not on this machine, and with CI=true it must be.`)
    started ??= run(file)
    return started
  }

  for (const name of names) {
    test(title(name), { timeout: runLimit + 10_000 }, async () => {
      const { report } = await outcome()
      const result = report.results.find(one => one.name === name)
      if (result === undefined) throw new Error("the runtime did not run this case")
      if (result.failure !== undefined) throw new Error(result.failure)
    })
  }

  test(title("prints no secret and ends by itself"), { timeout: runLimit + 10_000 }, async () => {
    const { report, output, status } = await outcome()
    expect(status, `how the process ended, after it had given its report:\n${output}`).toBe(0)
    expect(output, "without this line the output was not captured").toContain(outputProof)
    expect(findLeaks([...secretsOfSetUp(), ...report.secrets], { output })).toEqual([])
  })
}
