import { execFileSync } from "node:child_process"
import { chmodSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { generate } from "@client-secrets/codegen"
import { testReadme } from "@client-secrets/conformance/readme"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli } from "./run-cli.ts"

const readme = new URL("../README.md", import.meta.url)
const { text, secret } = exampleFile()

// The output of the first example, as the test of the shell examples shows.
const files = Object.fromEntries(
  generate(text, { imports: "client-secrets" }).files.map(({ path, text }) => [`src/${path}`, text]),
)

testReadme({
  readme,
  setUp: () => ({
    files: { ...files, "client_secrets.json": text },
    environment: { GOOGLE_CLIENT_SECRET: secret },
    secrets: [secret],
  }),
})

test("every shell example runs, in order, in one project that CI then checks without the secret", async () => {
  const folder = scratch({ "client_secrets.json": text, ".gitignore": "client_secret*.json\n" })
  chmodSync(join(folder, "client_secrets.json"), 0o600)
  execFileSync("git", ["init", "-q"], { cwd: folder })
  const examples = shellExamples()
  expect(examples.map(([command]) => command)).toEqual(["generate", "check", "inspect", "scan", "scan", "doctor"])
  for (const words of examples) {
    const { exitCode, stderr } = await runCli(words, { folder })
    expect([exitCode, words, stderr]).toEqual([0, words, expect.anything()])
  }
  for (const [path, text] of Object.entries(files)) expect(readFileSync(join(folder, path), "utf8")).toBe(text)
  const clone = scratch(
    Object.fromEntries(
      ["google.public.ts", "google.server.ts", "google.client_secrets.public.json"].map(name => [
        `src/${name}`,
        readFileSync(join(folder, "src", name), "utf8"),
      ]),
    ),
  )
  expect(await runCli(examples[1]!, { folder: clone })).toMatchObject({ exitCode: 0 })
})

/** The commands of the README's `sh` blocks, without `npx client-secrets`. */
function shellExamples(): readonly (readonly string[])[] {
  const blocks = [...readFileSync(readme, "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  return blocks.flatMap(([, block]) =>
    block!
      .trim()
      .split("\n")
      .filter(line => line !== "npm install client-secrets")
      .map(line => {
        const [npx, name, ...words] = line.split(" ")
        expect([npx, name]).toEqual(["npx", "client-secrets"])
        return words
      }),
  )
}
