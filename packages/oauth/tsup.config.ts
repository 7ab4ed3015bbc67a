import { readFileSync } from "node:fs"
import { defineConfig } from "tsup"

const license = readFileSync(new URL("./node_modules/oauth4webapi/LICENSE.md", import.meta.url), "utf8")
const shared = {
  entry: {
    index: "src/index.ts",
    local: "src/local/index.ts",
    "auth-js": "src/auth-js.ts",
    "better-auth": "src/better-auth.ts",
    "from-discovery": "src/from-discovery.ts",
    "google-auth-library": "src/google-auth-library.ts",
    "openid-client": "src/openid-client.ts",
    "to-authorization": "src/to-authorization.ts",
  },
  external: [/^node:/],
  dts: true,
  sourcemap: true,
  target: "es2022",
  platform: "neutral",
} as const

// esbuild leaves imports of chunks for their side effects, of which there are none: bundlers would warn of them.
const withoutBareImports = {
  name: "without-bare-imports",
  renderChunk: (code: string) => ({ code: code.replace(/^import "\.\/[^"]+";$/gm, "") }),
}

export default defineConfig([
  { ...shared, format: "esm", clean: true, plugins: [withoutBareImports] },
  // oauth4webapi is a module, and AWS Lambda turns off require() of modules: a CommonJS build has to hold it.
  {
    ...shared,
    format: "cjs",
    noExternal: ["oauth4webapi"],
    sourcemap: false,
    banner: { js: `/*! oauth4webapi\n${license}*/` },
  },
])
