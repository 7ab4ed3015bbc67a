import { loadClientSecrets, type Source } from "@client-secrets/core"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import { expect, test } from "vitest"

const token = "EXAMPLE_NOT_A_REAL_TOKEN"
const pairs = {
  client_id: "1234567890-example.apps.googleusercontent.com",
  client_secret: btoa("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"),
  redirect_uris: "https://app.example.com/callback",
}
const answerOf = (body: unknown) => ({ token, fetch: async () => new Response(JSON.stringify(body)) })

// One function reads the pairs of each store; core has the rule.
test.each<[store: string, source: Source]>([
  [
    "Google Secret Manager",
    googleSecretManagerSource(
      "projects/p/secrets/google-client",
      answerOf({ payload: { data: btoa(JSON.stringify(pairs)) } }),
    ),
  ],
  ["Vault", vaultSource("https://vault.example.com", "google", answerOf({ data: { data: pairs, metadata: {} } }))],
  [
    "Azure Key Vault",
    azureKeyVaultSource(
      "https://my-vault.vault.azure.net/secrets/google-client",
      answerOf({ value: JSON.stringify(pairs) }),
    ),
  ],
  ["Workers KV", cloudflareKvSource("account", "namespace", "google", answerOf(pairs))],
])("names a secret in base64 within the pairs of %s", async (_, source) => {
  await expect(loadClientSecrets(source)).rejects.toMatchObject({
    code: "invalid",
    issues: [{ code: "encoded_value", message: "client_secret is base64 of a client secret." }],
  })
})
