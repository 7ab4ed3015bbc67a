import { defineConfig } from "tsup"

// What is measured is what is installed: the packages stay outside.
export default defineConfig({
  entry: ["src/main.ts"],
  format: ["esm"],
  clean: true,
  target: "node22",
  platform: "node",
  skipNodeModulesBundle: true,
})
