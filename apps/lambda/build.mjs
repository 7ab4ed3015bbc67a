// The same function, packed in the three ways in which functions are deployed.
import { rmSync } from "node:fs"
import { build } from "esbuild"

const shared = { entryPoints: ["src/handler.ts"], platform: "node", target: "node22", logLevel: "warning" }

rmSync("dist", { recursive: true, force: true })

// One CommonJS file, as the documentation of Lambda builds TypeScript.
await build({ ...shared, bundle: true, minify: true, format: "cjs", outfile: "dist/commonjs/index.js" })

// One ES module. The SDK is CommonJS inside and requires Node's modules, but a module has no `require` by default.
await build({
  ...shared,
  bundle: true,
  minify: true,
  format: "esm",
  outfile: "dist/module/index.mjs",
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
})

// CommonJS next to a node_modules: every package is loaded through its own `require` entry.
await build({ ...shared, bundle: true, packages: "external", format: "cjs", outfile: "dist/unbundled/index.cjs" })
