import { generate } from "@client-secrets/codegen"
import { testReadme } from "@client-secrets/conformance/readme"
import { exampleClient, exampleFile, secret } from "./example.ts"

const publicFile = (...redirectUris: readonly string[]): string => {
  const client = exampleClient({ client_secret: undefined, redirect_uris: redirectUris, client_id: "5678-example" })
  return JSON.stringify({ web: client })
}
const dev = publicFile("http://localhost:3000/callback")
const prod = publicFile("https://shop.example.com/callback")
const { files } = generate([
  { name: "google", content: exampleFile() },
  { name: "shop", environment: "dev", content: dev },
  { name: "shop", environment: "prod", content: prod, secret: "env:SHOP_PROD_SECRET" },
])

testReadme({
  readme: new URL("../README.md", import.meta.url),
  setUp: () => ({
    files: {
      "client_secrets.json": exampleFile(),
      "dev.public.json": dev,
      "prod.public.json": prod,
      ...Object.fromEntries(files.map(({ path, text }) => [path, text])),
    },
    environment: { GOOGLE_CLIENT_SECRET: secret },
    secrets: [],
  }),
})
