import { createServer } from "node:http"
import { testReadme } from "@client-secrets/conformance/readme"
import { listen } from "./fault-server.ts"

const file = {
  web: {
    client_id: "123.apps.googleusercontent.com",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
}
const text = JSON.stringify(file)
const token = "EXAMPLE_NOT_A_REAL_TOKEN"
const bearer = `Bearer ${token}`

/** The answer for each address, and the authorization that it requires. */
const answers: Record<string, { wants?: string; header?: string; body: unknown }> = {
  "https://config.example.com/client_secrets.json": { wants: bearer, body: file },
  "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token": {
    body: { access_token: token },
  },
  "https://secretmanager.googleapis.com/v1/projects/my-project/secrets/google-client/versions/latest:access": {
    wants: bearer,
    body: { name: "projects/1/secrets/google-client/versions/1", payload: { data: btoa(text) } },
  },
  "https://vault.example.com:8200/v1/secret/data/apps/google-client": {
    header: "x-vault-token",
    wants: token,
    body: { data: { data: file, metadata: { version: 1 } } },
  },
  "http://169.254.169.254/metadata/identity/oauth2/token": { body: { access_token: token } },
  "https://my-vault.vault.azure.net/secrets/google-client": {
    wants: bearer,
    body: { value: text, id: "https://my-vault.vault.azure.net/secrets/google-client/1" },
  },
  "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/storage/kv/namespaces/NAMESPACE_ID/values/google-client": {
    wants: bearer,
    body: file,
  },
  "https://api.doppler.com/v3/configs/config/secret": { wants: bearer, body: { value: { computed: text } } },
  "https://app.infisical.com/api/v1/auth/universal-auth/login": { body: { accessToken: token } },
  "https://app.infisical.com/api/v4/secrets/GOOGLE_CLIENT": {
    wants: bearer,
    body: { secret: { secretValue: text, version: 3 } },
  },
  "https://connect.example.com/v1/vaults/VAULT_ID/items/ITEM_ID": {
    wants: bearer,
    body: { version: 2, fields: [{ label: "notes" }, { label: "client_secrets.json", value: text }] },
  },
  "https://kubernetes.default.svc/api/v1/namespaces/apps/secrets/google-client": {
    wants: bearer,
    body: { metadata: { resourceVersion: "4711" }, data: { "client_secrets.json": btoa(text) } },
  },
}

testReadme({
  readme: new URL("../README.md", import.meta.url),
  async setUp() {
    const server = createServer(({ url = "", headers }, response) => {
      const asked = new URL(decodeURIComponent(url.replace(/^[^?]*\?/, "")))
      const { wants, header = "authorization", body } = answers[asked.origin + asked.pathname] ?? {}
      const status = body === undefined ? 404 : wants !== undefined && headers[header] !== wants ? 403 : 200
      response.writeHead(status, { connection: "close", "metadata-flavor": "Google" }).end(JSON.stringify(body))
    })
    return {
      files: { token },
      environment: {
        STAND_IN: await listen(server),
        NODE_OPTIONS: `--import=${new URL("./readme-hosts.mjs", import.meta.url)}`,
        SERVICE_ACCOUNT: ".",
        ...Object.fromEntries(
          ["CONFIG_TOKEN", "VAULT_TOKEN", "CLOUDFLARE_API_TOKEN", "DOPPLER_TOKEN", "OP_CONNECT_TOKEN"].map(name => [
            name,
            token,
          ]),
        ),
      },
      secrets: [token, file.web.client_secret],
      tearDown: () => void server.close(),
    }
  },
})
