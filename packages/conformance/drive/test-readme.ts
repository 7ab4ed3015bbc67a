import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findLeaks } from "../src/leaks.ts"
import { compile, type Example, findExamples, runExample, writeFiles } from "./readme-examples.ts"
import { runLimit } from "./run-program.ts"

export { type Example, findExamples } from "./readme-examples.ts"

export interface ReadmeTestsOptions {
  /** `new URL("../README.md", import.meta.url)` */
  readonly readme: URL
  /** Declarations that the reader's program gets elsewhere, such as a Worker's bindings. @default none */
  readonly ambient?: string
  /** Runs once, before any example. @default nothing */
  readonly setUp?: () => ReadmeTestsSetUp | Promise<ReadmeTestsSetUp>
}

/** What the examples find. */
export interface ReadmeTestsSetUp {
  /** Files by their path in the folder in which the example is written and run. @default none */
  readonly files?: Readonly<Record<string, string>>
  /** Variables: the environment of a process, the text bindings of a Worker. @default none */
  readonly environment?: Readonly<Record<string, string>>
  /** Secrets in the above: no example's output may contain a part of one. @default none */
  readonly secrets?: readonly string[]
  /** Runs after the last example. */
  readonly tearDown?: () => void | Promise<void>
}

/**
 * Makes two vitest tests of every fenced `ts` block of a README: it compiles under every strict flag, and it runs.
 *
 * An example runs on Node, or on workerd if it imports a `cloudflare:` module: then it is fetched once. A fenced `text`
 * block directly after it is its output (of a Worker: its answer).
 */
export function testReadme({ readme, ambient = "", setUp }: ReadmeTestsOptions): void {
  const examples = findExamples(readFileSync(readme, "utf8"))
  if (examples.length === 0) throw new TypeError("The README has no example.")
  // Within the package, so that the package and its dependencies are found by name; not in the repository.
  const root = fileURLToPath(new URL("./test-results/readme/", readme))
  const folderOf = (example: Example) => join(root, String(examples.indexOf(example) + 1))
  let given: ReadmeTestsSetUp = {}
  let complaints = ""

  beforeAll(async () => {
    given = (await setUp?.()) ?? {}
    rmSync(root, { recursive: true, force: true })
    for (const example of examples) {
      writeFiles(folderOf(example), { ...given.files, "example.ts": example.code })
    }
    writeFiles(root, { "ambient.d.ts": ambient })
    complaints = await compile(root)
  }, runLimit)

  afterAll(() => given.tearDown?.())

  for (const example of examples) {
    const folder = folderOf(example)

    test(`${example.title} compiles`, () => {
      const own = complaints.split("\n").filter(line => line.startsWith(`${examples.indexOf(example) + 1}/`))
      expect(own.join("\n")).toBe("")
    })

    test(`${example.title} runs`, { timeout: runLimit }, async () => {
      const { environment = {}, secrets = [] } = given
      const { output, answer } = await runExample(example.code, folder, environment)
      expect(findLeaks(secrets, { output, answer })).toEqual([])
      if (example.output !== undefined) expect(answer.trim()).toBe(example.output.trim())
    })
  }

  test("the compiler reports nothing outside of the examples", () => {
    const own = complaints.split("\n").filter(line => line !== "" && !/^(\d+\/|\s)/.test(line))
    expect(own.join("\n")).toBe("")
  })
}
