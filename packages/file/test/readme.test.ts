import { testReadme } from "@client-secrets/conformance/readme"
import { example } from "./example.ts"

testReadme({
  readme: new URL("../README.md", import.meta.url),
  setUp: () => ({
    files: {
      "client_secrets.json": example,
      "config/google.json": example,
      "downloads/client_secret_1.json": example,
    },
    secrets: ["EXAMPLE_NOT_A_REAL_SECRET"],
  }),
})
