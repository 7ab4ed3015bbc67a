import { defineConfig } from "tsup"

const shared = { format: "esm", target: "es2022", sourcemap: false } as const

export default defineConfig([
  { ...shared, entry: ["src/main.ts"], platform: "node", skipNodeModulesBundle: true, clean: true },
  // One file with everything in it, as workerd requires.
  { ...shared, entry: ["src/worker.ts"], platform: "neutral", noExternal: [/.*/], splitting: false },
])
