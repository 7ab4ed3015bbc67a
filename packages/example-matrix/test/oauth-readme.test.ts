import { testReadme } from "@client-secrets/conformance/readme"
import { copyGuide } from "./copy-guide.ts"

const file = {
  web: {
    client_id: "1234-example.apps.googleusercontent.com",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
}

const broken = { web: { ...file.web, token_uri: "https://as.example/token" } }

testReadme({
  readme: copyGuide("packages/oauth/README.md"),
  setUp: () => ({
    files: { "client_secrets.json": JSON.stringify(file), "broken.json": JSON.stringify(broken) },
    secrets: [file.web.client_secret],
  }),
})
