import { findUncheckedOptions } from "@client-secrets/conformance"
import { fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import { expect, test } from "vitest"

const ofEveryStore = {
  token: ["string", "function"],
  field: ["string"],
  fetch: ["function"],
  timeout: ["number"],
} as const

test("an option of the wrong type causes a TypeError that names it", async () => {
  const faults = await findUncheckedOptions({
    fetchSource: {
      call: options => fetchSource("https://store.example", options),
      options: {
        headers: ["function", "object", "array"],
        extract: ["function"],
        fetch: ["function"],
        maxBytes: ["number"],
        timeout: ["number"],
      },
    },
    googleSecretManagerSource: {
      call: options => googleSecretManagerSource("projects/p/secrets/s", options),
      options: { ...ofEveryStore, endpoint: ["string"] },
    },
    azureKeyVaultSource: {
      call: options => azureKeyVaultSource("https://v.vault.azure.net/secrets/s", options),
      options: { ...ofEveryStore, clientId: ["string"] },
    },
    cloudflareKvSource: {
      call: options => cloudflareKvSource("a", "n", "k", options as never),
      valid: { token: "t" },
      options: ofEveryStore,
    },
    vaultSource: {
      call: options => vaultSource("https://vault.example", "apps/google", options),
      options: {
        ...ofEveryStore,
        namespace: ["string"],
        mount: ["string"],
        kvVersion: [],
        version: ["number"],
      },
    },
  })
  expect(faults).toEqual([])
})

test("throws a TypeError for a name or an address that is not a string", async () => {
  const call = (make: (value: never) => unknown) => ({
    call: ({ must }: Record<string, unknown>) => make(must as never),
    options: { must: ["string"] } as const,
  })
  const faults = await findUncheckedOptions({
    fetchSource: { ...call(fetchSource), options: { must: ["string"] } },
    googleSecretManagerSource: call(googleSecretManagerSource),
    azureKeyVaultSource: call(azureKeyVaultSource),
    "vaultSource: address": call(value => vaultSource(value, "a")),
    "vaultSource: path": call(value => vaultSource("https://vault.example", value)),
    "cloudflareKvSource: account": call(value => cloudflareKvSource(value, "n", "k", { token: "t" })),
    "cloudflareKvSource: namespace": call(value => cloudflareKvSource("a", value, "k", { token: "t" })),
    "cloudflareKvSource: key": call(value => cloudflareKvSource("a", "n", value, { token: "t" })),
  })
  expect(faults).toEqual([])
})
