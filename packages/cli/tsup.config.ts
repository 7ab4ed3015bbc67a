import { defineConfig, type Options } from "tsup"

const common: Options = { format: ["esm"], sourcemap: true, target: "es2022", platform: "node" }

export default defineConfig([
  { ...common, entry: ["src/index.ts"], dts: true, clean: true },
  // In one file: to look up four packages takes Node as long as all of `generate` does.
  { ...common, entry: ["src/cli.ts"], noExternal: [/^@client-secrets\//] },
])
