import { findUncheckedOptions } from "@client-secrets/conformance"
import { keychainSource, keychainTokenStore, removeFromKeychain, storeInKeychain } from "@client-secrets/keychain"
import { expect, test } from "vitest"

test("an option or a name of the wrong type causes a TypeError that names it", async () => {
  const backend = { name: "test", get: async () => null, set: async () => {}, delete: async () => {} }
  const faults = await findUncheckedOptions({
    "keychainSource, its options": {
      call: options => keychainSource("app", "a", options),
      // An object without the methods is refused too.
      options: { backend: [] },
    },
    "keychainTokenStore, its options": {
      call: options => keychainTokenStore("app", options),
      options: { backend: [], lock: ["function"] },
    },
    keychainSource: {
      call: ({ service, account }) => keychainSource(service as never, account as never, { backend }),
      valid: { service: "app", account: "a" },
      options: { service: ["string"], account: ["string"] },
    },
    keychainTokenStore: {
      call: ({ service }) => keychainTokenStore(service as never, { backend }),
      options: { service: ["string"] },
    },
    storeInKeychain: {
      call: ({ service, value, account }) =>
        storeInKeychain(service as never, value as never, account as never, { backend }),
      valid: { service: "app", value: "x", account: "a" },
      options: { service: ["string"], value: ["string"], account: ["string"] },
    },
    removeFromKeychain: {
      call: ({ service, account }) => removeFromKeychain(service as never, account as never, { backend }),
      valid: { service: "app", account: "a" },
      options: { service: ["string"], account: ["string"] },
    },
  })
  expect(faults).toEqual([])
})
