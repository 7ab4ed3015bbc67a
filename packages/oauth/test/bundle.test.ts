import { readFileSync } from "node:fs"
import { build } from "esbuild"
import { expect, test } from "vitest"

/** What an application's bundle holds of some exports, without core. */
async function bundle(code: string): Promise<{ text: string }> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["@client-secrets/core"],
    logLevel: "silent",
  })
  const { text } = outputFiles[0]!
  expect(warnings).toEqual([])
  return { text }
}

// Platform "neutral" knows no module of Node's: an import of one would fail here.
test.each([
  ["a flow", 'export { createFlow } from "@client-secrets/oauth"'],
  ["everything but ./local and bridges", 'export * from "@client-secrets/oauth"'],
])("%s is for every runtime", async (_, code) => {
  expect((await bundle(code)).text).not.toMatch(/\bnode:|\bBuffer\b|\brequire\b/)
})

test("an authorization URL needs no oauth4webapi: it is imported on first use", async () => {
  const { metafile } = await build({
    stdin: { contents: 'export { createFlow } from "@client-secrets/oauth"', resolveDir: import.meta.dirname },
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    outdir: "out",
    external: ["@client-secrets/core", "oauth4webapi"],
    metafile: true,
    logLevel: "silent",
  })
  const reached = new Set<string>()
  const visit = (name: string) => {
    reached.add(name)
    for (const { path, kind } of metafile.outputs[name]?.imports ?? [])
      if (kind === "import-statement" && !reached.has(path)) visit(path)
  }
  visit(Object.entries(metafile.outputs).find(([, output]) => output.entryPoint !== undefined)![0])
  expect([...reached]).toContain("@client-secrets/core")
  expect([...reached]).not.toContain("oauth4webapi")
})

test("the flow is one file, and what is loaded late takes nothing of ours along", () => {
  const importsOf = (file: string) => {
    const text = readFileSync(new URL(`../dist/${file}`, import.meta.url), "utf8")
    const found = [...text.matchAll(/\bimport\(['"]([^'"]+)['"]\)|\bfrom ['"]([^'"]+)['"]/g)]
    return found.map(([, late, early]) => (late === undefined ? early! : `late: ${late}`))
  }
  // Each file more is time before the first authorization URL.
  const [core, ...late] = importsOf("index.js").sort()
  expect(core).toBe("@client-secrets/core")
  expect(late).toHaveLength(1)
  // A bundler that makes one file wraps what is loaded late, with all that it imports.
  for (const file of late) expect(importsOf(file.replace("late: ./", ""))).toEqual(["oauth4webapi"])
})

const bridges = ["auth-js", "better-auth", "google-auth-library", "openid-client"]
const others = ["from-discovery", "to-authorization"]

test.each(bridges)("the bridge to %s imports nothing of the library, nor oauth4webapi", async name => {
  const code = `export * from "@client-secrets/oauth/${name}"`
  const { text } = await bundle(code)
  const imported = new Set([...text.matchAll(/\b(?:from|import)\(?"([^"]+)"/g)].map(([, name]) => name))
  expect([...imported]).toEqual(["@client-secrets/core"])
})

test.each([...bridges, ...others])("%s knows no module of Node's", async name => {
  const { text } = await bundle(`export * from "@client-secrets/oauth/${name}"`)
  expect(text).not.toMatch(/\bnode:|\bBuffer\b|\brequire\b/)
})

test.each([["index"], ...[...bridges, ...others].map(name => [name])])(
  "the CommonJS build of %s requires core and its own package alone: Lambda turns require() of modules off",
  name => {
    const text = readFileSync(new URL(`../dist/${name}.cjs`, import.meta.url), "utf8")
    const required = new Set([...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name))
    expect([...required].sort()).toEqual(
      name === "to-authorization" ? ["./index.cjs", "@client-secrets/core"] : ["@client-secrets/core"],
    )
  },
)
