import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findLeaks, freshSecret, printingRoutes } from "@client-secrets/conformance"
import { createSecret, loadClientSecrets, secretSource } from "@client-secrets/core"
import {
  type KeychainBackend,
  keychainSource,
  keychainTokenStore,
  removeFromKeychain,
  storeInKeychain,
} from "@client-secrets/keychain"
import { fileTokenStore, type TokenStore } from "@client-secrets/oauth/local"
import { expect, test } from "vitest"
import { type Fault, memoryKeychain } from "./memory-keychain.ts"

// Faults that a real keychain cannot be made to show; the rest is in real-keychain.test.ts.

const read = async (backend: KeychainBackend) => {
  const document = await keychainSource("app", "secret", { backend }).read()
  return document !== undefined && "content" in document ? document.content : undefined
}
const store = (backend: KeychainBackend, value: string) => storeInKeychain("app", value, "secret", { backend })
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    error => error,
  )

test.each([
  ["stores nothing", () => undefined],
  ["stores an empty value, as a locked one of macOS does", () => ""],
  ["stores another value", (value: string) => value.slice(1)],
  ["throws", () => expect.unreachable()],
] as [string, Fault][])(
  "a keychain that %s causes an error that says so, and the old value is kept",
  async (_, fault) => {
    const { backend, entries, state } = memoryKeychain({ maxLength: 100 })
    const old = freshSecret()
    await store(backend, old)
    state.fault = fault
    for (const value of [freshSecret(), freshSecret().repeat(10)]) {
      const failure = await failureOf(store(backend, value))
      expect(failure).toMatchObject({ code: "unavailable", transient: true })
      expect(failure.message).toMatch(/did not keep the value.*is unchanged|threw an error/)
      expect(findLeaks([value, old], printingRoutes(failure))).toEqual([])
      expect(await read(backend)).toBe(old)
    }
    expect([...entries.values()]).toEqual([old])
  },
)

test("keeps the old value if the keychain fails at any of the writes", async () => {
  for (let stopAt = 1; stopAt <= 6; stopAt++) {
    const { backend, entries, state } = memoryKeychain({ maxLength: 100 })
    await store(backend, "old value".repeat(30))
    state.sets = 0
    state.fault = (value, sets) => (sets === stopAt ? undefined : value)
    const outcome = await store(backend, "new value".repeat(40)).then(
      () => "stored",
      ({ code }) => code,
    )
    // Four parts, and the entry that names them.
    expect(outcome, `write ${stopAt}`).toBe(stopAt <= 5 ? "unavailable" : "stored")
    expect(await read(backend)).toBe(stopAt <= 5 ? "old value".repeat(30) : "new value".repeat(40))
    expect(entries.size, "no part is left behind").toBe(stopAt <= 5 ? 4 : 5)
  }
})

test.each([1, 99, 100, 101, 200, 1_000, 65_536])(
  "stores %i characters within the size limit of an entry",
  async length => {
    const { backend, entries } = memoryKeychain({ maxLength: 100 })
    const value = "x🔑".repeat(length).slice(0, length - 1) + "y"
    await store(backend, value)
    expect(await read(backend)).toBe(value)
    for (const entry of entries.values()) expect(entry.length).toBeLessThanOrEqual(100)
    await store(backend, "short")
    expect([...entries.values()]).toEqual(["short"])
    await removeFromKeychain("app", "secret", { backend })
    expect(entries.size).toBe(0)
  },
)

test("stores a value that looks like the entry of parts unchanged", async () => {
  const { backend } = memoryKeychain()
  await store(backend, "client-secrets:parts:abc:1")
  expect(await read(backend)).toBe("client-secrets:parts:abc:1")
})

test("reports missing parts, and an empty entry, as errors instead of an absence", async () => {
  const { backend, entries } = memoryKeychain({ maxLength: 100 })
  await store(backend, "x".repeat(300))
  entries.delete([...entries.keys()].find(key => key.includes(".2)"))!)
  expect(await failureOf(read(backend))).toMatchObject({ code: "invalid", transient: false })
  const empty = memoryKeychain()
  await empty.backend.set("app", "secret", "")
  expect(await failureOf(read(empty.backend))).toMatchObject({ code: "invalid" })
})

test("does not print what a keychain throws", async () => {
  const secret = freshSecret()
  const backend: KeychainBackend = {
    name: "test",
    get: () => Promise.reject(new Error(secret)),
    set: () => Promise.reject(new Error(secret)),
    delete: () => Promise.reject(new Error(secret)),
  }
  for (const work of [read(backend), store(backend, "x"), removeFromKeychain("app", "a", { backend })]) {
    const failure = await failureOf(work)
    expect(failure).toMatchObject({ code: "unavailable", transient: true })
    expect(findLeaks([secret], printingRoutes(failure))).toEqual([])
  }
  const failure = await failureOf(keychainTokenStore("app", { backend }).list())
  expect(failure).toMatchObject({ name: "ClientSecretsError", code: "unavailable" })
})

test("a loader reads the secret of a client, a whole file, and pairs", async () => {
  const { backend } = memoryKeychain()
  const secret = freshSecret()
  await store(backend, secret)
  const google = {
    type: "installed",
    clientId: "id.apps.googleusercontent.com",
    redirectUris: ["http://localhost"],
    authUri: "https://accounts.google.com/o/oauth2/auth",
    tokenUri: "https://oauth2.googleapis.com/token",
  } as const
  const source = keychainSource("app", "secret", { backend })
  expect(source.name).toBe("keychain app (secret)")
  const client = await loadClientSecrets(secretSource(google, source))
  expect(client.clientSecret.reveal()).toBe(secret)
  await store(backend, JSON.stringify({ client_id: "id", client_secret: secret }))
  const members = { client_id: "id", client_secret: secret, redirect_uris: [] }
  expect(await source.read()).toEqual({ members })
})

test("sign-ins: never returns those of other keys, reports a changed entry, and returns every member", async () => {
  const { backend, entries } = memoryKeychain({ maxLength: 200 })
  const store: TokenStore = keychainTokenStore("app", { backend })
  const key = { clientId: "id", issuer: "https://as.example", tokenUri: "https://as.example/token", account: "" }
  const secrets = [freshSecret(), freshSecret(), freshSecret()]
  const tokens = {
    accessToken: createSecret(secrets[0]!),
    refreshToken: createSecret(secrets[1]!),
    idToken: createSecret(secrets[2]!),
    tokenType: "bearer",
    scope: "a b",
    expiresAt: 1,
    refreshTokenExpiresAt: 2,
    claims: { iss: "https://as.example", sub: "1", aud: "id", exp: 1, iat: 1 },
    requestedScope: "a b c",
  }
  await store.set(key, tokens)
  const { accessToken, refreshToken, idToken, ...rest } = (await store.get(key))!
  expect([accessToken, refreshToken, idToken].map(secret => secret?.reveal())).toEqual(secrets)
  const { accessToken: _, refreshToken: __, idToken: ___, ...plain } = tokens
  expect(rest).toEqual(plain)
  expect(findLeaks(secrets, printingRoutes(await store.get(key)))).toEqual([])
  for (const other of [{ account: "b" }, { issuer: "https://b.example" }, { clientId: "b" }, { resource: "https://r" }])
    expect(await store.get({ ...key, ...other })).toBeUndefined()
  await store.set({ ...key, resource: "https://r.example" }, tokens)
  expect(await store.list!()).toEqual([key, { ...key, resource: "https://r.example" }])
  for (const [place, entry] of entries) if (entry.startsWith('{"key"')) entries.set(place, "{}")
  const small = memoryKeychain()
  const other = keychainTokenStore("app", small)
  await other.set(key, tokens)
  for (const [place, entry] of small.entries) if (entry.startsWith("{")) small.entries.set(place, '{"tokens":{}}')
  expect(await failureOf(other.get(key))).toMatchObject({ code: "invalid" })
})

test("probe() throws what a write would throw, and leaves no entry", async () => {
  const { backend, entries, state } = memoryKeychain({ maxLength: 100 })
  const store = keychainTokenStore("app", { backend })
  const key = { clientId: "id", issuer: "https://as.example", tokenUri: "https://as.example/token", account: "" }
  await store.probe(key)
  expect(entries.size).toBe(0)
  state.fault = () => ""
  expect(await failureOf(store.probe(key))).toMatchObject({ name: "ClientSecretsError", code: "unavailable" })
})

test("stores with the lock of a file store never hold a key at the same time", async () => {
  const folder = mkdtempSync(join(tmpdir(), "keychain-lock-"))
  const key = { clientId: "id", issuer: "https://as.example", tokenUri: "https://as.example/token", account: "" }
  const create = (): TokenStore => keychainTokenStore("app", { ...memoryKeychain(), lock: fileTokenStore(folder).lock })
  let [holders, most] = [0, 0]
  try {
    await Promise.all(
      [create(), create(), create()].map(async store => {
        const release = await store.lock!(key, {})
        most = Math.max(most, ++holders)
        await new Promise(resolve => setTimeout(resolve, 20))
        holders--
        await release()
      }),
    )
    expect(most).toBe(1)
  } finally {
    rmSync(folder, { recursive: true })
  }
  expect(keychainTokenStore("app").lock).toBeUndefined()
  expect(() => keychainTokenStore("app", { lock: {} as never })).toThrow(/fileTokenStore/)
})

test("rejects invalid names and values", async () => {
  for (const name of ["", "a\nb", "x".repeat(201), undefined, 7]) {
    expect(() => keychainSource(name as string)).toThrow(TypeError)
    expect(() => keychainTokenStore(name as string)).toThrow(TypeError)
    if (name !== undefined) expect(() => keychainSource("app", name as string)).toThrow(TypeError)
  }
  expect(() => keychainSource("app", "a", { backend: {} as never })).toThrow(/get, set and delete/)
  // Otherwise a value would be split endlessly.
  for (const maxLength of [null, 0, 1, -1, 2.5, Number.NaN, "100"]) {
    const backend = { ...memoryKeychain().backend, maxLength: maxLength as never }
    expect(() => keychainSource("app", "a", { backend }), String(maxLength)).toThrow(/maxLength must be a whole number/)
  }
  await expect(storeInKeychain("app", createSecret("x") as never)).rejects.toThrow(/reveal\(\)/)
  for (const value of ["", "[redacted]"]) {
    expect(await failureOf(storeInKeychain("app", value))).toMatchObject({ code: "invalid" })
  }
})

test("core says which entry does not exist, and how to store it", async () => {
  const { backend } = memoryKeychain()
  const google = { type: "web", clientId: "example.apps.googleusercontent.com" } as const
  const messageOf = async (...place: [service: string, account?: string]) =>
    (await failureOf(loadClientSecrets(secretSource(google, keychainSource(place[0], place[1], { backend }))))).message
  expect(await messageOf("my-program")).toBe(
    "No client secret was found. Tried: the entry client_secret of my-program in the keychain (does not exist). Run npx client-secrets keychain add client_secrets.json --app my-program.",
  )
  expect(await messageOf("my-program", "other")).toBe(
    "No client secret was found. Tried: the entry other of my-program in the keychain (does not exist). Store the secret with storeInKeychain().",
  )
})
