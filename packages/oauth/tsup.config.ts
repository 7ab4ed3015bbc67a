import { readFileSync, rmSync } from "node:fs"
import { defineConfig } from "tsup"
import { resolveSourceKit, writesTypes } from "../../tsup.base.ts"

const license = readFileSync(new URL("./node_modules/oauth4webapi/LICENSE.md", import.meta.url), "utf8")
const main = { index: "src/index.ts" }
const others = {
  local: "src/local/index.ts",
  "local-auth": "src/local/local-auth.ts",
  mcp: "src/mcp/index.ts",
  "auth-js": "src/bridges/auth-js.ts",
  "better-auth": "src/bridges/better-auth.ts",
  "from-discovery": "src/from-discovery.ts",
  "google-auth-library": "src/bridges/google-auth-library.ts",
  "openid-client": "src/bridges/openid-client.ts",
  "to-authorization": "src/authorization/to-authorization.ts",
}
const shared = { external: [/^node:/], removeNodeProtocol: false, target: "es2022", platform: "neutral" } as const
const esm = { ...shared, format: "esm", esbuildOptions: resolveSourceKit } as const
// oauth4webapi is a module, and AWS Lambda turns off require() of modules: a CommonJS build has to hold it.
const cjs = {
  ...shared,
  format: "cjs",
  noExternal: ["oauth4webapi"],
  // What is loaded late is required: Node finds no names in a CommonJS file that it imports and that esbuild has bundled.
  esbuildOptions(options: { supported?: Record<string, boolean>; alias?: Record<string, string> }) {
    resolveSourceKit(options)
    options.supported = { "dynamic-import": false }
  },
} as const

// What other entries need of the flow they take from the main one. Built with them, it would be cut into the pieces
// that each of them shares with it, and every piece is one more file to load before the first authorization URL.
const takeFlowFrom = (file: string) => ({
  name: "take-flow-from-main",
  setup({ onResolve }: { onResolve(filter: { filter: RegExp }, resolve: () => object): void }) {
    onResolve({ filter: /\/(create-flow|flow-from-client-secrets)\.ts$/ }, () => ({ path: file, external: true }))
  },
})

// esbuild leaves imports of chunks for their side effects, of which there are none: bundlers would warn of them.
const withoutBareImports = {
  name: "without-bare-imports",
  renderChunk: (code: string) => ({ code: code.replace(/^import "\.\/[^"]+";$/gm, "") }),
}

// Not by `clean`: all of these build at once.
rmSync(new URL("./dist", import.meta.url), { recursive: true, force: true })

export default defineConfig([
  ...(writesTypes ? [{ entry: { ...main, ...others }, format: ["esm", "cjs"] as const, dts: { only: true } }] : []),
  // Rollup makes one import of the many that esbuild leaves.
  { ...esm, entry: main, treeshake: true },
  { ...esm, entry: others, plugins: [withoutBareImports], esbuildPlugins: [takeFlowFrom("./index.js")] },
  { ...cjs, entry: main, banner: { js: `/*! oauth4webapi\n${license}*/` } },
  { ...cjs, entry: others, esbuildPlugins: [takeFlowFrom("./index.cjs")] },
])
