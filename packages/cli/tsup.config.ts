import { readdirSync, rmSync } from "node:fs"
import { basename } from "node:path"
import { defineConfig } from "tsup"
import { library, moduleOnly } from "../../tsup.base.ts"

// Each file is an entry of the package: src/facade/oauth.ts is client-secrets/oauth.
const facade = readdirSync("src/facade").map(file => `src/facade/${file}`)
const isModuleOnly = (file: string): boolean => basename(file) === "codegen.ts"

// Here and not by tsup's `clean`: its builds run side by side, and one would remove what another has written.
rmSync("dist", { recursive: true, force: true })

export default defineConfig([
  library({ entry: facade.filter(file => !isModuleOnly(file)), clean: false }),
  moduleOnly({ entry: facade.filter(isModuleOnly), clean: false }),
  // In one small file: to look up four packages takes Node a tenth of the time of a run.
  moduleOnly({
    entry: ["src/cli.ts"],
    platform: "node",
    clean: false,
    dts: false,
    minify: true,
    // What signs in is loaded by the few commands that do.
    noExternal: [/^@client-secrets\/(?!oauth|keychain)/],
  }),
])
