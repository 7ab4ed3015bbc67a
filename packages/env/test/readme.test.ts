import { testReadme } from "@client-secrets/conformance/readme"
import { base64, members, text } from "./example.ts"

testReadme({
  readme: new URL("../README.md", import.meta.url),
  ambient: 'declare module "cloudflare:workers" {\n  export const env: { readonly GOOGLE: string }\n}\n',
  setUp: () => ({
    environment: {
      GOOGLE: text,
      GOOGLE_CLIENT_SECRETS: base64(text),
      AUTH_GOOGLE_ID: members.client_id,
      AUTH_GOOGLE_SECRET: members.client_secret,
    },
    files: { ".env.local": `GOOGLE_CLIENT_SECRETS='${JSON.stringify({ installed: members })}'\n` },
    secrets: [members.client_secret],
  }),
})
