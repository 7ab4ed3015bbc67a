import { execFile } from "node:child_process"
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { generate } from "@client-secrets/codegen"
import { beforeAll, expect, test } from "vitest"
import { allEmitters, exampleClient, exampleFile } from "./example.ts"

const run = promisify(execFile)
const folder = fileURLToPath(new URL("../test-results/formatters", import.meta.url))
const require = createRequire(import.meta.url)
const binaryOf = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path)
const biome = fileURLToPath(new URL("../../../tools/node_modules/.bin/biome", import.meta.url))

/** The output and the exit code of a tool with its defaults, in a project that has nothing but generated files. */
async function outputOf(file: string, words: readonly string[]): Promise<string> {
  try {
    await run(file, words, { cwd: folder })
    return "ok"
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return stdout + stderr
  }
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(new URL("golden", import.meta.url), join(folder, "src"), { recursive: true })
  // Names and values that need more than a line, and values that fit.
  const long = exampleFile({
    redirect_uris: Array.from({ length: 3 }, (_, index) => `https://app.example.com/${"callback/".repeat(12)}${index}`),
    project_id: 'a "quoted" project',
    javascript_origins: [],
  })
  const short = exampleFile({ redirect_uris: ["http://localhost:3000/c"] })
  const name = "a-client-whose-name-is-as-long-as-one-can-be-in-generated-code"
  const references = [
    "env:A_VARIABLE_WITH_A_NAME_THAT_IS_LONGER_THAN_USUAL",
    "aws:prod/google",
    "file:client_secrets.json",
  ]
  const examples = {
    long: generate(long, { name, secret: references, emitters: allEmitters }),
    short: generate(short, { emitters: allEmitters }),
    environments: generate(
      [
        { environment: "dev", content: short },
        { environment: "the-production-of-europe", content: short },
      ],
      {
        name,
        secret: references,
        emitters: allEmitters,
      },
    ),
    inline: generate(JSON.stringify({ installed: exampleClient() }), { inlineSecret: true, emitters: allEmitters }),
  }
  for (const [example, { files, diagnostics }] of Object.entries(examples)) {
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
    mkdirSync(join(folder, "src", example), { recursive: true })
    for (const { path, text } of files) writeFileSync(join(folder, "src", example, path), text)
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }))
  writeFileSync(join(folder, ".editorconfig"), "root = true\n")
})

test("Prettier changes no generated file", async () => {
  expect(await outputOf(process.execPath, [binaryOf("prettier", "bin/prettier.cjs"), "--check", "src"])).toBe("ok")
})

test("ESLint 9 reports nothing, with its recommended rules and those of typescript-eslint", async () => {
  writeFileSync(
    join(folder, "eslint.config.mjs"),
    `import js from ${JSON.stringify(require.resolve("@eslint/js"))}
     import ts from ${JSON.stringify(require.resolve("typescript-eslint"))}
     export default [js.configs.recommended, ...ts.configs.recommended]`,
  )
  const words = [binaryOf("eslint", "bin/eslint.js"), "--max-warnings", "0", "src/**/*.{ts,mjs,mts}"]
  expect(await outputOf(process.execPath, words)).toBe("ok")
})

test("Biome reports nothing for modules; `init` adds JSON files to its configuration", async () => {
  writeFileSync(
    join(folder, "biome.json"),
    JSON.stringify({
      root: true,
      files: { includes: ["src/**", "!**/*.client_secrets.public.json", "!**/*.schema.json"] },
    }),
  )
  expect(await outputOf(biome, ["check", "--error-on-warnings", "src"])).toBe("ok")
})
