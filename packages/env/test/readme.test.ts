import { testReadme } from "@client-secrets/conformance/readme"
import { base64, members } from "./example.ts"

// Contains no word that the names of variables contain.
const client_secret = "Qx7EXAMPLE-NOT-REAL"
const text = JSON.stringify({ web: { ...members, client_secret } })

testReadme({
  readme: new URL("../README.md", import.meta.url),
  ambient: 'declare module "cloudflare:workers" {\n  export const env: { readonly GOOGLE: string }\n}\n',
  setUp: () => ({
    environment: { GOOGLE: text, GOOGLE_CLIENT_SECRETS: base64(text) },
    files: {
      ".env.local": `GOOGLE_CLIENT_SECRETS='${JSON.stringify({ installed: { ...members, client_secret } })}'\n`,
    },
    secrets: [client_secret],
  }),
})
