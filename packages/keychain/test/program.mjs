// Run by each runtime: uses the built package as another program would, and prints the result.
import { createSecret } from "@client-secrets/core"
import { keychainSource, keychainTokenStore, removeFromKeychain, storeInKeychain } from "@client-secrets/keychain"

const [operation, service, argument] = process.argv.slice(2)
const tokensOf = text => ({
  accessToken: createSecret(text),
  tokenType: "bearer",
  scope: "email",
  expiresAt: 5,
  refreshToken: createSecret(`refresh ${text}`),
  claims: { sub: "1" },
})
const key = account => ({ clientId: "id", issuer: "https://as.example", tokenUri: "https://as.example/token", account })
const reveal = tokens =>
  tokens && { ...tokens, accessToken: tokens.accessToken.reveal(), refreshToken: tokens.refreshToken.reveal() }

const operations = {
  read: async () => (await keychainSource(service).read())?.content ?? null,
  store: async () => void (await storeInKeychain(service, argument)),
  storeLong: async () => void (await storeInKeychain(service, "x".repeat(Number(argument)))),
  remove: async () => void (await removeFromKeychain(service)),
  set: async () => void (await keychainTokenStore(service).set(key(argument), tokensOf(argument))),
  get: async () => reveal(await keychainTokenStore(service).get(key(argument))) ?? null,
  delete: async () => void (await keychainTokenStore(service).delete(key(argument))),
  list: async () => (await keychainTokenStore(service).list()).map(({ account }) => account),
  both: async () =>
    Promise.all(["a", "b", "c"].map(account => keychainTokenStore(service).set(key(account), tokensOf(account)))).then(
      () => null,
    ),
}
try {
  console.log(`RESULT ${JSON.stringify({ value: (await operations[operation]()) ?? null })}`)
} catch (error) {
  const { code, message, transient } = error
  console.log(`RESULT ${JSON.stringify({ code, message, transient, stack: error.stack })}`)
}
