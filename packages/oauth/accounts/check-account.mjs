// Refreshes a real account's token and asks who it is: what the weekly workflow runs for each provider that has an account.
// It reads ACCOUNT_CLIENT_SECRETS (the client file) and ACCOUNT_REFRESH_TOKEN, and prints neither.
import { ClientSecretsError, loadClientSecrets } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { createFlow } from "@client-secrets/oauth"

const [provider] = process.argv.slice(2)
const refreshToken = process.env.ACCOUNT_REFRESH_TOKEN
if (provider === undefined || !refreshToken) {
  console.error("usage: npm run test:account -- PROVIDER, with ACCOUNT_CLIENT_SECRETS and ACCOUNT_REFRESH_TOKEN set")
  process.exit(2)
}

try {
  const secrets = await loadClientSecrets(envSource({ name: "ACCOUNT_CLIENT_SECRETS" }), {
    optional: ["redirect_uris"],
  })
  const flow = createFlow(secrets, {
    scope: "openid email",
    redirectUri: secrets.redirectUris?.[0] ?? "http://127.0.0.1/",
  })
  const tokens = await flow.refresh(refreshToken)
  const lifetime =
    tokens.expiresAt === undefined ? "no expiry" : `${Math.round((tokens.expiresAt - Date.now()) / 1000)} s`
  console.log(`${provider}: refreshed; scope "${tokens.scope}", ${lifetime}`)
  if (secrets.userinfoUri !== undefined || secrets.issuer !== undefined || provider === "google") {
    const { sub } = await flow.userinfo(tokens)
    console.log(`${provider}: userinfo names ${sub === undefined ? "nobody" : "a user"}`)
  }
} catch (error) {
  console.error(
    ClientSecretsError.is(error) ? `${provider}: ${error.code}\n${error.message}` : `${provider}: ${error.name}`,
  )
  process.exit(1)
}
