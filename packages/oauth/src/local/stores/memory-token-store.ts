import { type StoredTokens, serializeKey, type TokenKey, type TokenStore } from "./token-store.ts"

/** Keeps tokens until the process ends. */
export function memoryTokenStore(): TokenStore {
  const kept = new Map<string, { readonly key: TokenKey; readonly tokens: StoredTokens }>()
  return {
    async get(key) {
      return kept.get(serializeKey(key))?.tokens
    },
    async set(key, tokens) {
      kept.set(serializeKey(key), { key, tokens })
    },
    async delete(key) {
      kept.delete(serializeKey(key))
    },
    async list() {
      return [...kept.values()].map(({ key }) => key)
    },
  }
}
