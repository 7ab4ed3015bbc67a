import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/dotenv.ts"],
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  sourcemap: true,
  // Each entry is one file of a known name.
  splitting: false,
  target: "es2022",
  platform: "neutral",
})
