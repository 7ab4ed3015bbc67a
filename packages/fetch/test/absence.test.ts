import { loadClientSecrets, type Source } from "@client-secrets/core"
import { fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import { expect, test } from "vitest"

const token = "EXAMPLE_NOT_A_REAL_TOKEN"
// Each store's answer for a secret that does not exist; Vault is also asked for the type of the mount.
const mount = { data: { type: "kv", options: { version: "2" } } }
const fetch = async (url: string) =>
  url.includes("/mounts/") ? new Response(JSON.stringify(mount)) : new Response('{"errors":[]}', { status: 404 })
const options = { token, fetch }

test.each<[source: Source, tried: string]>([
  [
    fetchSource("https://config.example.com/client.json?key=x", options),
    "https://config.example.com/client.json (does not exist). How",
  ],
  [
    googleSecretManagerSource("projects/p/secrets/google-client", options),
    "projects/p/secrets/google-client/versions/latest in Google Secret Manager (does not exist). Add a version with the client file to projects/p/secrets/google-client. How",
  ],
  [
    vaultSource("https://vault.example.com", "apps/google", options),
    "apps/google in the mount secret of https://vault.example.com (does not exist). Write the client file to apps/google in Vault. How",
  ],
  [
    vaultSource("https://vault.example.com", "secret/google", options),
    "secret/google in the mount secret of https://vault.example.com (does not exist). Write the client file to secret/google in Vault. The path begins with its mount: leave that out. How",
  ],
  [
    azureKeyVaultSource("https://my-vault.vault.azure.net/secrets/google-client", options),
    "the secret google-client in my-vault.vault.azure.net (does not exist). Store the client file as the secret google-client in my-vault.vault.azure.net. How",
  ],
  [
    cloudflareKvSource("account", "namespace", "google", options),
    "the key google in Workers KV (does not exist). Store the client file under the key google. How",
  ],
])("core says where the source looked: %#", async (source, tried) => {
  const error = await loadClientSecrets(source).catch(thrown => thrown)
  expect(error.message).toContain(`No client file was found. Tried: ${tried} to get one: `)
  expect(error.code).toBe("not_found")
})

test("does not print a name that looks like a secret", async () => {
  const secret = "GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"
  for (const source of [
    fetchSource(`https://config.example.com/${secret}`, options),
    vaultSource("https://vault.example.com", secret, options),
    cloudflareKvSource("account", "namespace", secret, options),
    azureKeyVaultSource("https://my-vault.vault.azure.net/secrets/GOCSPX-EXAMPLE", options),
  ]) {
    const error = await loadClientSecrets(source).catch(thrown => thrown)
    expect(error.code).toBe("not_found")
    expect(error.message).not.toContain("GOCSPX")
  }
})
