import { readFileSync } from "node:fs"
import { defineConfig } from "tsup"

const license = readFileSync(new URL("./node_modules/oauth4webapi/LICENSE.md", import.meta.url), "utf8")

const shared = { entry: ["src/index.ts"], sourcemap: true, target: "es2022", platform: "neutral" } as const

export default defineConfig([
  { ...shared, format: "esm", dts: true, clean: true },
  // oauth4webapi is a module, and AWS Lambda turns off require() of modules: a CommonJS build has to hold it.
  {
    ...shared,
    format: "cjs",
    dts: true,
    noExternal: ["oauth4webapi"],
    banner: { js: `/*! oauth4webapi\n${license}*/` },
  },
])
