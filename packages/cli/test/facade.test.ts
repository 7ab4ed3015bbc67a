import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { promisify } from "node:util"
import * as core from "@client-secrets/core"
import * as env from "@client-secrets/env"
import * as file from "@client-secrets/file"
import * as facade from "client-secrets"
import { build } from "esbuild"
import { describe, expect, test } from "vitest"

const folder = join(import.meta.dirname, "..")
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
const require = createRequire(import.meta.url)
const run = promisify(execFile)

/** What each entry re-exports: read from its source, where it is the only line of code. */
const entries = readdirSync(join(folder, "src/facade"))
  .map(name => name.replace(/\.ts$/, ""))
  .flatMap(name => {
    const [, specifier] =
      /^export \* from "(.*)"$/m.exec(readFileSync(join(folder, `src/facade/${name}.ts`), "utf8")) ?? []
    return specifier === undefined ? [] : [{ name, specifier }]
  })

test("the main entry has every export of core, env and file", () => {
  const names = [core, env, file].flatMap(module => Object.keys(module))
  expect(Object.keys(facade).sort()).toEqual([...new Set(names)].sort())
  expect(names).toHaveLength(new Set(names).size)
})

test("the entries of the package are the files of src/facade", () => {
  const named = readdirSync(join(folder, "src/facade")).map(name => `./${name.replace(/\.ts$/, "")}`)
  const others = ["./server-only", "./package.json"]
  expect(Object.keys(manifest.exports).sort()).toEqual(
    [".", ...named.filter(name => name !== "./index"), ...others].sort(),
  )
})

describe.each(entries)("client-secrets/$name", ({ name, specifier }) => {
  test(`re-exports ${specifier}`, async () => {
    const [own, original] = [await import(`client-secrets/${name}`), await import(specifier)]
    expect(Object.keys(own).length).toBeGreaterThan(0)
    expect(Object.keys(own).sort()).toEqual(Object.keys(original).sort())
    for (const key of Object.keys(own)) expect(own[key]).toBe(original[key])
  })

  const testRequire = manifest.exports[`./${name}`].require === undefined ? undefined : test
  testRequire?.("also for require()", () => {
    expect(Object.keys(require(`client-secrets/${name}`)).sort()).toEqual(Object.keys(require(specifier)).sort())
  })
})

test("ships CommonJS if the re-exported package does", () => {
  const esmOnly = entries.filter(({ name }) => manifest.exports[`./${name}`].require === undefined)
  expect(esmOnly.map(({ name }) => name)).toEqual(["codegen"])
})

test("its optional peers are those of the re-exported packages", () => {
  const peers = Object.keys(manifest.dependencies).flatMap(name => {
    const { peerDependencies = {} } = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8"))
    return Object.entries(peerDependencies)
  })
  expect(manifest.peerDependencies).toEqual(Object.fromEntries(peers))
  expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(Object.keys(manifest.peerDependencies))
})

describe("in an edge function", () => {
  const bundle = async (contents: string): Promise<{ text: string; imports: readonly string[] }> => {
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "neutral",
      conditions: ["workerd", "worker", "browser"],
    })
    const imports = Object.values(metafile.outputs).flatMap(output => output.imports.map(({ path }) => path))
    return { text: outputFiles[0]!.text, imports }
  }

  test("the main entry bundles no file system, no command line and no other package", async () => {
    const { text, imports } = await bundle(
      'import { bindingSource, createLoader, envSource, firstOf } from "client-secrets"\n' +
        "globalThis.load = env => createLoader(firstOf(bindingSource(env.GOOGLE), envSource({ env })))",
    )
    expect(imports).toEqual([])
    const foreign = [...text.matchAll(/^\/\/ (?:\.\.\/)*(.*\.js)$/gm)].map(([, path]) => path!)
    expect(foreign.filter(path => !/(?:core|env|cli)\/dist\//.test(path))).toEqual([])
    expect(foreign.length).toBeGreaterThan(1)
    expect(text).not.toMatch(/process\.argv|parseArgs|realpath/)
  })

  test("even a bundler that keeps everything adds no import of a module of Node", async () => {
    const { imports } = await bundle('import * as all from "client-secrets"\nglobalThis.all = all')
    expect(imports).toEqual([])
  })
})

test("the guard makes a build for a browser fail, and its file name says why", async () => {
  const bundling = build({
    stdin: {
      contents: 'import { secretSource } from "client-secrets/server-only"\nsecretSource()',
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    platform: "browser",
    logLevel: "silent",
  })
  await expect(bundling).rejects.toThrow(/a-server-only-module-is-imported-by-code-for-the-browser/)
})

test("the guard works on a server, for import and require", async () => {
  expect((await import("client-secrets/server-only")).secretSource).toBe(core.secretSource)
  const { stdout } = await run(
    process.execPath,
    ["-e", 'console.log(typeof require("client-secrets/server-only").secretSource)'],
    { cwd: folder },
  )
  expect(stdout.trim()).toBe("function")
})
