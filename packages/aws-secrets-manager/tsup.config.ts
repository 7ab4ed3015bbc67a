import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/agent.ts"],
  // One file an entry: each more is half a millisecond of a cold start.
  splitting: false,
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  sourcemap: true,
  target: "es2022",
  platform: "neutral",
})
