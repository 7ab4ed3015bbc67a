import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = join(root, "test-results/types")
const require = createRequire(import.meta.url)

/** All strict options that the oldest of the compilers knows. */
const strict = {
  target: "ES2022",
  lib: ["ES2022"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  // The declarations themselves are checked too.
  skipLibCheck: false,
  noEmit: true,
}

const resolutions: Record<string, object> = {
  bundler: { module: "ESNext", moduleResolution: "Bundler" },
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
  // Otherwise these compilers demand that a CommonJS program uses require.
  commonjs: { module: "NodeNext", moduleResolution: "NodeNext", verbatimModuleSyntax: false },
}

const compilers = { "5.5.4": "typescript-5", "6.0.3": "typescript", "7.0.2": "typescript-7" }

/** The compiler's messages about a file in the folder; empty if there are none. */
function compile(compiler: string, resolution: string, file: string, lib = strict.lib): string {
  const configuration = join(folder, `${compiler}.${resolution}.${file}.json`)
  const compilerOptions = { ...strict, ...resolutions[resolution], lib }
  writeFileSync(configuration, JSON.stringify({ compilerOptions, files: [file] }))
  const path = join(dirname(require.resolve(`${compiler}/package.json`)), "bin/tsc")
  const { stdout, stderr } = spawnSync(process.execPath, [path, "--pretty", "false", "-p", configuration], {
    encoding: "utf8",
  })
  return stdout + stderr
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{"type": "module"}')
  // Two copies, as two versions of a dependency are.
  for (const copy of ["core", "core-again"]) {
    const place = join(folder, "node_modules/@client-secrets", copy)
    cpSync(join(root, "dist"), join(place, "dist"), { recursive: true })
    cpSync(join(root, "package.json"), join(place, "package.json"))
  }
  cpSync(join(root, "test/types"), folder, { recursive: true })
  cpSync(join(folder, "client-secrets.ts"), join(folder, "client-secrets.cts"))
  writeFileSync(
    join(folder, "wrong.ts"),
    'import { parseClientSecrets } from "@client-secrets/core"\nparseClientSecrets(1)\n',
  )
})

describe.each(Object.entries(compilers))("TypeScript %s", (version, compiler) => {
  test("is the expected version", () => {
    expect(require(`${compiler}/package.json`).version).toBe(version)
  })

  test.each([
    ["bundler", "client-secrets.ts"],
    ["nodenext", "client-secrets.ts"],
    ["commonjs", "client-secrets.cts"],
    ["bundler", "loader.ts"],
  ])("accepts the program about the promised types (%s)", (resolution, file) => {
    expect(compile(compiler, resolution, file)).toBe("")
  })

  test("accepts `using` for a loader, where its library supports that", () => {
    expect(compile(compiler, "bundler", "using.ts", ["ES2022", "ESNext.Disposable"])).toBe("")
  })

  test("reports what is wrong", () => {
    expect(compile(compiler, "bundler", "wrong.ts")).toMatch(/^[^\n]*wrong\.ts\(2,20\): error TS2345/)
  })
})
