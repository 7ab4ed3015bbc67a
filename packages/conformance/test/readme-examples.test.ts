import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { compile, findExamples, runExample, writeFiles } from "../drive/readme-examples.ts"

let folder: string

beforeAll(() => {
  // Within the package, so that the compiler finds Node's types.
  const results = join(import.meta.dirname, "../test-results")
  mkdirSync(results, { recursive: true })
  folder = mkdtempSync(join(results, "examples-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const markdown = `# Title

\`\`\`ts
console.log("first")
\`\`\`

\`\`\`text
first
\`\`\`

\`\`\`sh
npm install nothing
\`\`\`

## Second part

\`\`\`ts
const second: number = 2
\`\`\`

Prose.

\`\`\`text
not of the example
\`\`\`
`

test("finds the ts blocks of a README, and the block directly after one as its output", () => {
  expect(findExamples(markdown)).toEqual([
    { title: "example 1 (Title)", code: 'console.log("first")\n', output: "first\n" },
    { title: "example 2 (Second part)", code: "const second: number = 2\n", output: undefined },
  ])
})

test("names the files that do not compile", async () => {
  writeFiles(folder, { "1/example.ts": "export const fine = 1\n", "2/example.ts": 'export const two: number = "2"\n' })
  const complaints = await compile(folder)
  expect(complaints).toContain("2/example.ts(1,14): error TS2322")
  expect(complaints).not.toContain("1/example.ts")
})

test("runs an example on Node, with its variables and its files", async () => {
  const code = `import { readFileSync } from "node:fs"
const text: string = readFileSync("beside.txt", "utf8")
console.log(text, process.env["EXAMPLE"])
`
  writeFiles(join(folder, "3"), { "example.ts": code, "beside.txt": "beside" })
  expect((await runExample(code, join(folder, "3"), { EXAMPLE: "set" })).answer.trim()).toBe("beside set")
})

test("reports an example that throws as a failure", async () => {
  const code = 'throw new Error("broken example")\n'
  writeFiles(join(folder, "4"), { "example.ts": code })
  await expect(runExample(code, join(folder, "4"), {})).rejects.toThrow("broken example")
})

test("runs an example of a Worker on workerd, with its bindings", async () => {
  const code = (body: string) => `import { env } from "cloudflare:workers"
export default { fetch: (): Response => ${body} }
`
  const sound = code("new Response((env as { EXAMPLE: string }).EXAMPLE)")
  writeFiles(join(folder, "5"), { "example.ts": sound })
  expect((await runExample(sound, join(folder, "5"), { EXAMPLE: "bound" })).answer).toBe("bound")
  const broken = code("{ throw new Error(`no ${env}`) }")
  writeFiles(join(folder, "6"), { "example.ts": broken })
  await expect(runExample(broken, join(folder, "6"), {})).rejects.toThrow("the Worker failed")
})
