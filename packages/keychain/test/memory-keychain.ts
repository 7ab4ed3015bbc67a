import type { KeychainBackend } from "@client-secrets/keychain"

/** Entries in memory, and how they fail. */
export function memoryKeychain({ maxLength, fault }: { maxLength?: number | undefined; fault?: Fault } = {}) {
  const entries = new Map<string, string>()
  const state = { fault, sets: 0 }
  const place = (service: string, account: string) => JSON.stringify([service, account])
  const backend: KeychainBackend = {
    name: "test",
    maxLength,
    get: async (service, account) => entries.get(place(service, account)) ?? null,
    async set(service, account, value) {
      state.sets++
      if (maxLength !== undefined && value.length > maxLength) throw new Error("the value is too long")
      const kept = state.fault === undefined ? value : state.fault(value, state.sets)
      if (kept !== undefined) entries.set(place(service, account), kept)
    },
    async delete(service, account) {
      return entries.delete(place(service, account))
    },
  }
  return { backend, entries, state }
}

/** What is stored of a value; undefined: the entry does not change. It may throw. */
export type Fault = (value: string, sets: number) => string | undefined
