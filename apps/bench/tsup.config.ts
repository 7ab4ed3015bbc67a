import { defineConfig } from "tsup"

// The packages remain external, since the installed ones are measured.
export default defineConfig({
  entry: ["src/main.ts"],
  format: ["esm"],
  clean: true,
  target: "node22",
  platform: "node",
  skipNodeModulesBundle: true,
})
