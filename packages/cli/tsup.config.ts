import { readdirSync, rmSync } from "node:fs"
import { basename } from "node:path"
import { defineConfig, type Options } from "tsup"
import { library, moduleOnly } from "../../tsup.base.ts"

// Each file is an entry of the package: src/facade/oauth.ts is client-secrets/oauth.
const facade = readdirSync("src/facade").map(file => `src/facade/${file}`)
const isModuleOnly = (file: string): boolean => basename(file) === "codegen.ts"

// Here and not by tsup's `clean`: its builds run side by side, and one would remove what another has written.
rmSync("dist", { recursive: true, force: true })

// Node's own modules are fetched and not imported: an import reads each export of a module, and so loads what is behind those
// that Node loads when they are first read. For util and fs that takes a fifth of the time of a short run.
const builtinModules: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "builtin-modules",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) => {
      // What is imported late stays an import.
      return kind === "import-statement" ? { path, namespace: "builtin-module" } : { path, external: true }
    })
    build.onLoad({ filter: /./, namespace: "builtin-module" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}

export default defineConfig([
  library({ entry: facade.filter(file => !isModuleOnly(file)), clean: false }),
  moduleOnly({ entry: facade.filter(isModuleOnly), clean: false }),
  // The entry, and a file for each group of commands, of which a run loads one. The packages are built in: to look up four of
  // them takes Node a tenth of the time of a run.
  moduleOnly({
    entry: ["src/cli.ts"],
    platform: "node",
    clean: false,
    dts: false,
    minify: true,
    esbuildPlugins: [builtinModules],
    removeNodeProtocol: false,
    // What signs in is loaded by the few commands that do.
    noExternal: [/^@client-secrets\/(?!oauth|keychain)/],
  }),
])
