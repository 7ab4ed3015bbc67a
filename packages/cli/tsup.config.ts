import { defineConfig } from "tsup"
import { moduleOnly } from "../../tsup.base.ts"

export default defineConfig([
  moduleOnly({ entry: ["src/index.ts"], platform: "node" }),
  // In one small file: to look up four packages takes Node a tenth of the time of a run.
  moduleOnly({
    entry: ["src/cli.ts"],
    platform: "node",
    clean: false,
    dts: false,
    minify: true,
    noExternal: [/^@client-secrets\//],
  }),
])
