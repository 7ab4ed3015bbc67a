import { readdirSync, rmSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { defineConfig, type Options } from "tsup"
import { library, moduleOnly } from "../../tsup.base.ts"

// Each file is an entry of the package: src/facade/oauth.ts is client-secrets/oauth.
const facade = readdirSync("src/facade").map(file => `src/facade/${file}`)
const isModuleOnly = (file: string): boolean => basename(file) === "codegen.ts"

// Here and not by tsup's `clean`: its builds run side by side, and one would remove what another has written.
rmSync("dist", { recursive: true, force: true })

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

// Node's own modules are fetched and not imported: an import reads each export of a module, and so loads what is behind those
// that Node loads when they are first read, such as util.diff and util.parseArgs. Only the exports that are used are read.
const builtinModules: Plugin = {
  name: "builtin-modules",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) => {
      // What is imported late stays an import.
      return kind === "import-statement" ? { path, namespace: "builtin-module" } : { path, external: true }
    })
    build.onLoad({ filter: /./, namespace: "builtin-module" }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter(name => name !== "default")
      const lines = names.map(name => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})()`)
      return { contents: [`const builtin = process.getBuiltinModule(${JSON.stringify(path)})`, ...lines].join("\n") }
    })
  },
}

// The packages are built in from their sources: each of their builds has a copy of source-kit.
const packageSources: Plugin = {
  name: "package-sources",
  setup(build) {
    build.onResolve({ filter: /^@client-secrets\/(core|codegen|env|file)$/ }, ({ path }) => {
      const source = new URL(`../${basename(path)}/src/index.ts`, import.meta.url)
      return { path: fileURLToPath(source), sideEffects: false }
    })
  },
}

// What a run may load: the entry, one of the groups of commands, and what few runs need.
const lateFiles = [
  "src/run-command-line.ts",
  "src/commands/generating.ts",
  "src/commands/examining.ts",
  "src/commands/signing-in.ts",
  "src/report/unified-diff.ts",
]

// Files without anything in common: to find and load another file takes Node longer than to read the same code twice.
const separateFiles: Plugin = {
  name: "separate-files",
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined
      const name = basename(path, ".ts")
      if (!lateFiles.some(file => basename(file, ".ts") === name)) throw new Error(`${name} is not a late file.`)
      return { path: `./${name}.js`, external: true }
    })
  },
}

export default defineConfig([
  library({ entry: facade.filter(file => !isModuleOnly(file)), clean: false }),
  moduleOnly({ entry: facade.filter(isModuleOnly), clean: false }),
  // The packages are built in: to look up four of them takes Node a tenth of the time of a run.
  moduleOnly({
    entry: Object.fromEntries(["src/cli.ts", ...lateFiles].map(file => [basename(file, ".ts"), file])),
    platform: "node",
    clean: false,
    dts: false,
    minify: true,
    splitting: false,
    esbuildPlugins: [builtinModules, packageSources, separateFiles],
    removeNodeProtocol: false,
    // What signs in is loaded by the few commands that do.
    noExternal: [/^@client-secrets\/(?!oauth|keychain)/],
  }),
])
