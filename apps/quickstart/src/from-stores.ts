import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { type FetchFunction, fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import type { Demonstration } from "./demonstration.ts"

const token = "EXAMPLE_NOT_A_REAL_TOKEN"

// Without this, the SDK prints a warning about Node 20; here nothing depends on it.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true"

/** Stores behind HTTP; the server at `origin` replaces all of them. */
export function fromStores(origin: string, port: number): Demonstration[] {
  // The recipes contain their stores' addresses; here each is replaced with loopback.
  const fetch: FetchFunction = (url, init) => {
    const { pathname, search } = new URL(url)
    return globalThis.fetch(origin + pathname + search, init)
  }
  const credentials = { accessKeyId: "EXAMPLE", secretAccessKey: "EXAMPLE" }
  const client = new SecretsManagerClient({ region: "eu-central-1", endpoint: origin, credentials, maxAttempts: 1 })
  // The path of the agent's token on a machine that runs it.
  process.env["AWS_TOKEN"] = token
  return [
    { place: "any URL", source: fetchSource(`${origin}/client_secrets.json`, { fetch }) },
    {
      place: "Google Secret Manager",
      source: googleSecretManagerSource("projects/example/secrets/google", { token, fetch }),
    },
    { place: "Vault, OpenBao", source: vaultSource("https://vault.example.com", "google", { token, fetch }) },
    {
      place: "Azure Key Vault",
      source: azureKeyVaultSource("https://example.vault.azure.net/secrets/google", { token, fetch }),
    },
    {
      place: "Cloudflare KV over REST",
      source: cloudflareKvSource("account", "namespace", "google", { token, fetch }),
    },
    { place: "AWS Secrets Manager, SDK", source: awsSecretsManagerSource("prod/google", { client }) },
    {
      place: "AWS Secrets Manager, agent",
      source: awsSecretsAgentSource("prod/google", { port }),
    },
  ]
}
