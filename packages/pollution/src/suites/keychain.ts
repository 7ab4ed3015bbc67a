import { load } from "../entries.ts"
import { text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

/** A keychain in memory, as `@napi-rs/keyring` or `Bun.secrets` would be one. */
function memoryKeychain(maxLength?: number) {
  const entries = new Map<string, string>()
  return {
    entries,
    backend: {
      name: "test",
      ...(maxLength !== undefined && { maxLength }),
      get: async (service: string, account: string) => entries.get(`${service} ${account}`),
      set: async (service: string, account: string, value: string) => entries.set(`${service} ${account}`, value),
      delete: async (service: string, account: string) => entries.delete(`${service} ${account}`),
    },
  }
}

async function operations(): Promise<readonly Operation[]> {
  const { keychainSource, keychainTokenStore, removeFromKeychain, storeInKeychain } = await load(
    "@client-secrets/keychain",
    import("@client-secrets/keychain"),
  )
  const { createSecret } = await import("@client-secrets/core")
  const key = { clientId: "c", issuer: "https://as.example", tokenUri: "https://as.example/t", account: "" }
  const tokens = { accessToken: createSecret("A"), tokenType: "bearer", scope: "read" }
  const failing = { name: "test", get: async () => Promise.reject(new Error("locked")), set() {}, delete() {} }
  const control = () => crypto.subtle.digest("SHA-256", new Uint8Array(1))
  return [
    {
      name: "store, read and remove",
      run: async () => {
        const { backend, entries } = memoryKeychain()
        await storeInKeychain("app", text, undefined, { backend })
        const stored = [...entries]
        const source = keychainSource("app", undefined, { backend })
        const read = [source.name, await source.read()]
        await removeFromKeychain("app", undefined, { backend })
        return [stored, read, await source.read(), [...entries]]
      },
    },
    {
      name: "a value in parts",
      run: async () => {
        const { backend, entries } = memoryKeychain(100)
        await storeInKeychain("app", text, undefined, { backend })
        return [await keychainSource("app", undefined, { backend }).read(), entries.size]
      },
    },
    { name: "a locked keychain", run: () => keychainSource("app", "a", { backend: failing as never }).read() },
    { name: "a wrong option", run: () => keychainSource("app", "a", { backend: {} as never }) },
    {
      name: "sign-ins",
      run: async () => {
        const { backend, entries } = memoryKeychain()
        const store = keychainTokenStore("app", { backend })
        await store.set(key, tokens)
        await store.set({ ...key, resource: "https://mcp.example" }, { ...tokens, refreshToken: createSecret("R") })
        await store.probe(key)
        const found = [await store.get(key), await store.list(), Object.hasOwn(store, "lock"), [...entries]]
        await store.delete(key)
        return [found, await store.get(key), await store.list()]
      },
      control,
    },
    {
      name: "an entry that is not a sign-in",
      run: async () => {
        const { backend, entries } = memoryKeychain()
        const store = keychainTokenStore("app", { backend })
        await store.set(key, tokens)
        for (const name of entries.keys()) {
          const entry = JSON.parse(entries.get(name)!)
          entries.set(name, JSON.stringify(Array.isArray(entry) ? entry : { ...entry, secrets: {} }))
        }
        return store.get(key)
      },
      control,
    },
  ]
}

export const keychain: Suite = { sources: ["keychain", "source-kit", "recognize"], operations }
