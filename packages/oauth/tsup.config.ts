import { readFileSync, rmSync } from "node:fs"
import { resolve } from "node:path"
import { defineConfig } from "tsup"
import { resolveBuiltIn, writesTypes } from "../../tsup.base.ts"

const license = readFileSync(new URL("./node_modules/oauth4webapi/LICENSE.md", import.meta.url), "utf8")
const main = { index: "src/index.ts" }
const local = {
  local: "src/local/index.ts",
  "local-auth": "src/local/local-auth.ts",
  mcp: "src/mcp/index.ts",
}
// What local programs load late.
const late = {
  "ask-user": "src/local/ask-user.ts",
  "file-lock": "src/local/stores/file-lock.ts",
  "replace-file": "src/local/stores/replace-file.ts",
}
const others = {
  "auth-js": "src/bridges/auth-js.ts",
  "better-auth": "src/bridges/better-auth.ts",
  "from-discovery": "src/from-discovery.ts",
  "google-auth-library": "src/bridges/google-auth-library.ts",
  "openid-client": "src/bridges/openid-client.ts",
  "to-authorization": "src/authorization/to-authorization.ts",
}
const shared = { external: [/^node:/], removeNodeProtocol: false, target: "es2022", platform: "neutral" } as const
const esm = { ...shared, format: "esm", esbuildOptions: resolveBuiltIn } as const
// oauth4webapi is a module, and AWS Lambda turns off require() of modules: a CommonJS build has to hold it.
const cjs = {
  ...shared,
  format: "cjs",
  noExternal: ["oauth4webapi"],
  // What is loaded late is required: Node finds no names in a CommonJS file that it imports and that esbuild has bundled.
  esbuildOptions(options: { supported?: Record<string, boolean>; alias?: Record<string, string> }) {
    resolveBuiltIn(options)
    options.supported = { "dynamic-import": false }
  },
} as const

/** Takes modules from a file that another build writes. @param sources as imports resolve to them */
const take = (sources: readonly string[], file: string) => ({
  name: `take-from-${file}`,
  setup({
    onResolve,
  }: {
    onResolve(filter: { filter: RegExp }, resolve: (import_: Import) => object | undefined): void
  }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir, kind }) =>
      kind !== "entry-point" && sources.includes(resolve(resolveDir, path))
        ? { path: file, external: true }
        : undefined,
    )
  },
})
interface Import {
  readonly path: string
  readonly resolveDir: string
  readonly kind: string
}

// Built with the others, a module would be cut into the pieces that each of them shares with it, and every piece is one more
// file to load. So other entries take the flow from the main one, and what the entries of local programs share is one file.
const flow = ["src/flow/create-flow.ts", "src/flow/flow-from-client-secrets.ts"].map(path => resolve(path))
const inner = [...readFileSync("src/local/inner.ts", "utf8").matchAll(/^export \* from "(.+)"$/gm)].map(([, path]) =>
  resolve("src/local", path!),
)
const takeFlow = take(flow, "./index.js")
const takeLate = Object.entries(late).map(([name, path]) => take([resolve(path)], `./${name}.js`))

// esbuild leaves imports of chunks for their side effects, of which there are none: bundlers would warn of them.
const withoutBareImports = {
  name: "without-bare-imports",
  renderChunk: (code: string) => ({ code: code.replace(/^import "\.\/[^"]+";$/gm, "") }),
}

// Not by `clean`: all of these build at once.
rmSync(new URL("./dist", import.meta.url), { recursive: true, force: true })

export default defineConfig([
  ...(writesTypes
    ? [{ entry: { ...main, ...local, ...others }, format: ["esm", "cjs"] as const, dts: { only: true } }]
    : []),
  // Rollup makes one import of the many that esbuild leaves.
  { ...esm, entry: main, treeshake: true },
  { ...esm, entry: { inner: "src/local/inner.ts" }, esbuildPlugins: [takeFlow, ...takeLate] },
  {
    ...esm,
    entry: { ...local, ...late },
    plugins: [withoutBareImports],
    esbuildPlugins: [takeFlow, take(inner, "./inner.js"), ...takeLate],
  },
  { ...esm, entry: others, plugins: [withoutBareImports], esbuildPlugins: [takeFlow] },
  { ...cjs, entry: main, banner: { js: `/*! oauth4webapi\n${license}*/` } },
  { ...cjs, entry: { ...local, ...others }, esbuildPlugins: [take(flow, "./index.cjs")] },
])
