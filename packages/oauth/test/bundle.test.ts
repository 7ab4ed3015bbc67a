import { readFileSync } from "node:fs"
import { build } from "esbuild"
import { expect, test } from "vitest"

/** The bundle of an application for some exports, without core. */
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

// The platform "neutral" knows no module of Node's: importing one would fail here.
test.each([
  ["a flow", 'export { createFlow } from "@client-secrets/oauth"'],
  ["everything but ./local and bridges", 'export * from "@client-secrets/oauth"'],
])("%s runs on every runtime", async (_, code) => {
  expect((await bundle(code)).text).not.toMatch(/\bnode:|\bBuffer\b|\brequire\b/)
})

test("an authorization URL needs no oauth4webapi, which is imported on first use", async () => {
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

/** The imports of a built file; dynamic ones are marked. */
function importsOf(file: string): string[] {
  const text = readFileSync(new URL(`../dist/${file}`, import.meta.url), "utf8")
  const found = [...text.matchAll(/\bimport\(['"]([^'"]+)['"]\)|\bfrom ['"]([^'"]+)['"]/g)]
  return found.map(([, late, early]) => (late === undefined ? early! : `late: ${late}`))
}

test("a program whose user is signed in loads two of our files, and neither a server nor child processes", () => {
  expect(new Set(importsOf("local.js"))).toEqual(new Set(["./inner.js"]))
  const early = new Set(importsOf("inner.js").filter(name => !name.startsWith("late: ")))
  expect([...early].sort()).toEqual(["@client-secrets/core", "node:crypto", "node:fs/promises", "node:os", "node:path"])
})

test("the flow is one file, and its dynamic import contains none of our modules", () => {
  // Each additional file delays the first authorization URL.
  const [core, ...late] = importsOf("index.js").sort()
  expect(core).toBe("@client-secrets/core")
  expect(late).toHaveLength(1)
  // A bundler that writes a single file also wraps everything that a dynamic import needs.
  for (const file of late) expect(importsOf(file.replace("late: ./", ""))).toEqual(["oauth4webapi"])
})

const bridges = ["auth-js", "better-auth", "google-auth-library", "openid-client"]
const others = ["from-discovery", "to-authorization"]

test.each(bridges)("the bridge to %s imports neither the library nor oauth4webapi", async name => {
  const code = `export * from "@client-secrets/oauth/${name}"`
  const { text } = await bundle(code)
  const imported = new Set([...text.matchAll(/\b(?:from|import)\(?"([^"]+)"/g)].map(([, name]) => name))
  expect([...imported]).toEqual(["@client-secrets/core"])
})

test.each([...bridges, ...others])("%s uses no module of Node's", async name => {
  const { text } = await bundle(`export * from "@client-secrets/oauth/${name}"`)
  expect(text).not.toMatch(/\bnode:|\bBuffer\b|\brequire\b/)
})

test.each([["index"], ...[...bridges, ...others].map(name => [name])])(
  "the CommonJS build of %s requires only core and its own package: Lambda disables require() of modules",
  name => {
    const text = readFileSync(new URL(`../dist/${name}.cjs`, import.meta.url), "utf8")
    const required = new Set([...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name))
    expect([...required].sort()).toEqual(
      name === "to-authorization" ? ["./index.cjs", "@client-secrets/core"] : ["@client-secrets/core"],
    )
  },
)
