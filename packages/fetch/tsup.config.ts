import { defineConfig } from "tsup"

// A recipe is an entry of its own, so that none weighs on who does not use it, bundled or not.
export default defineConfig({
  entry: {
    index: "src/index.ts",
    "azure-key-vault": "src/azure-key-vault-source.ts",
    "cloudflare-kv": "src/cloudflare-kv-source.ts",
    "google-secret-manager": "src/google-secret-manager-source.ts",
    vault: "src/vault-source.ts",
  },
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  sourcemap: true,
  target: "es2022",
  platform: "neutral",
})
