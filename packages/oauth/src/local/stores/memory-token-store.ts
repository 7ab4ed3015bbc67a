import type { Tokens } from "../../flow/flow.ts"
import { serializeKey, type TokenStore } from "./token-store.ts"

/** Keeps tokens until the process ends. */
export function memoryTokenStore(): TokenStore {
  const kept = new Map<string, Tokens>()
  return {
    async get(key) {
      return kept.get(serializeKey(key))
    },
    async set(key, tokens) {
      kept.set(serializeKey(key), tokens)
    },
    async delete(key) {
      kept.delete(serializeKey(key))
    },
  }
}
