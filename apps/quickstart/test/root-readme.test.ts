import { cpSync, readFileSync } from "node:fs"
import { testReadme } from "@client-secrets/conformance/readme"

const text = readFileSync(new URL("../client_secrets.json", import.meta.url), "utf8")

// The project's own README, copied to a folder from which quickstart's packages resolve.
const readme = new URL("../test-results/project/README.md", import.meta.url)
cpSync(new URL("../../../README.md", import.meta.url), readme)

testReadme({
  readme,
  ambient:
    'declare module "cloudflare:workers" {\n  export const env: { readonly GOOGLE: string }\n  export function waitUntil(promise: Promise<unknown>): void\n}\n',
  setUp: () => ({
    files: { "client_secrets.json": text },
    environment: { GOOGLE: text },
    secrets: [JSON.parse(text).web.client_secret],
  }),
})
