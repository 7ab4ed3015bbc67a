import { runScenarios } from "@client-secrets/conformance/frames"
import { createSecret } from "@client-secrets/core"
import {
  type KeychainBackend,
  keychainSource,
  keychainTokenStore,
  removeFromKeychain,
  storeInKeychain,
} from "@client-secrets/keychain"

await runScenarios(["/packages/keychain/dist/"], async secret => {
  const entries = new Map<string, string>()
  const backend: KeychainBackend = {
    name: "test",
    get: async (_, account) => entries.get(account) ?? null,
    set: async (_, account, value) => entries.set(account, value),
    delete: async (_, account) => entries.delete(account),
  }
  const fails = async () => {
    throw new Error("the keychain is locked")
  }
  const key = { clientId: "c", issuer: "https://as.example", tokenUri: "https://as.example/t", account: "" }
  const tokens = () => ({
    accessToken: createSecret(secret),
    refreshToken: createSecret(secret),
    tokenType: "bearer",
    scope: "",
  })
  const store = keychainTokenStore("app", { backend })
  /** Reads from a keychain whose entry was changed. */
  const changed = async (change: (text: string) => string) => {
    await store.set(key, tokens())
    for (const [account, text] of entries) entries.set(account, change(text))
    try {
      return await store.get(key)
    } finally {
      entries.clear()
    }
  }
  return {
    "the source: locked": () => keychainSource("app", "a", { backend: { ...backend, get: fails } }).read(),
    "the source: parts that are gone": async () => {
      entries.set("a", `client-secrets:parts:${secret}:2`)
      entries.set(`a (part ${secret}.1)`, secret)
      try {
        return await keychainSource("app", "a", { backend }).read()
      } finally {
        entries.clear()
      }
    },
    "the store: cut off": () => changed(text => text.slice(0, -2)),
    "the store: another key": () => changed(text => text.replace('"clientId":"c"', '"clientId":"d"')),
    "the store: no token": () => changed(text => text.replace('"accessToken"', '"access"')),
    "a sign-in that is not kept": () =>
      keychainTokenStore("app", { backend: { ...backend, set: async () => {} } }).set(key, tokens()),
    "a sign-in that cannot be kept": () =>
      keychainTokenStore("app", { backend: { ...backend, set: fails } }).set(key, tokens()),
    // The value is the caller's, and an argument of this function: functions that it calls must no longer hold it.
    "a sign-in that is too long": () =>
      keychainTokenStore("app", { backend }).set(key, { ...tokens(), scope: "x".repeat(70_000) }),
    "a secret that is not kept": () =>
      storeInKeychain("app", secret, "a", { backend: { ...backend, set: async () => {} } }),
    "a secret, and a wrong account": () => storeInKeychain("app", secret, "", { backend }),
    "a file in place of its text": () => storeInKeychain("app", { client_secret: secret } as never, "a", { backend }),
    "the source: a secret in place of its account": () => keychainSource("app", `${secret}\n`, { backend }),
    "the source: something that is not a backend": () =>
      keychainSource("app", "a", { backend: { password: secret } as never }),
    "the store: something that is not a backend": () =>
      keychainTokenStore("app", { backend: { password: secret } as never }),
    "the removal: a secret in place of its account": () => removeFromKeychain("app", `${secret}\n`, { backend }),
    "a secret that is too long": () => storeInKeychain("app", secret.repeat(4_000), "a", { backend }),
  }
})
