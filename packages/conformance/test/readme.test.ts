import { readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { compile, findExamples, writeFiles } from "../drive/readme-examples.ts"

// The examples are test files of a package: each is written to the path that it states, compiled, and run within this file.

const examples = findExamples(readFileSync(new URL("../README.md", import.meta.url), "utf8"))
const [cases = "", runtimes = "", readme = ""] = examples.map(({ code }) => code)

const folder = new URL("../test-results/readme/", import.meta.url)
rmSync(folder, { recursive: true, force: true })
writeFiles(fileURLToPath(folder), {
  "README.md": "# Example\n\n```ts\nprocess.stdout.write('printed')\n```\n\n```text\nprinted\n```\n",
  "test/runtimes.cases.ts": cases,
  "test/runtimes.test.ts": runtimes,
  "test/readme.test.ts": readme,
})

test("the README has the three examples that this file runs", () => {
  expect(examples.length).toBe(3)
})

test("the examples compile", async () => {
  // Only errors in the examples: the sources behind them need the DOM's types, which a reader of the README does not have.
  const complaints = (await compile(fileURLToPath(folder))).split("\n")
  expect(complaints.filter(complaint => complaint.startsWith("test/"))).toEqual([])
})

for (const example of ["runtimes", "readme"]) {
  await import(/* @vite-ignore */ new URL(`test/${example}.test.ts`, folder).href)
}
