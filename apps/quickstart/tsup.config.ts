import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/main.ts"],
  format: ["esm"],
  clean: true,
  target: "node20",
  platform: "node",
  skipNodeModulesBundle: true,
  // The AWS SDK is a peer of this package. `npm start` installs no development dependencies, so the SDK is then only
  // among quickstart's own dependencies, as it is in a user's project.
  noExternal: [/^@client-secrets\/aws-secrets-manager/],
})
