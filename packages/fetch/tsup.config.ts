import { defineConfig } from "tsup"
import { library } from "../../tsup.base.ts"

// A recipe is an entry of its own, so that none weighs on a program that does not use it, bundled or not.
export default defineConfig(
  library({
    entry: {
      index: "src/index.ts",
      "azure-key-vault": "src/stores/azure-key-vault-source.ts",
      "cloudflare-kv": "src/stores/cloudflare-kv-source.ts",
      "google-secret-manager": "src/stores/google-secret-manager-source.ts",
      vault: "src/stores/vault-source.ts",
    },
  }),
)
