import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { observe } from "@client-secrets/conformance/observe"
import { createLoader, createSecret, loadClientSecrets, secretSource } from "@client-secrets/core"
import {
  type KeychainBackend,
  keychainSource,
  keychainTokenStore,
  removeFromKeychain,
  storeInKeychain,
} from "@client-secrets/keychain"
import { expect, test } from "vitest"
import { memoryKeychain } from "./memory-keychain.ts"

// docs/security.md#message-content: no error, output or result contains a part of a secret or a token, whatever the keychain
// does.

/** Values that must not be printed. */
interface Canaries {
  readonly secret: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly idToken: string
}

const canariesOf = (): Canaries => ({
  secret: freshSecret(),
  accessToken: freshSecret(),
  refreshToken: freshSecret(),
  idToken: freshSecret(),
})

/** Faults of a keychain: it may quote everything that it holds, and everything that it received. */
const faults: Readonly<Record<string, (quote: string) => Partial<KeychainBackend>>> = {
  none: () => ({}),
  ...Object.fromEntries(
    [
      "The keychain is locked",
      "prompt was dismissed",
      "no result found",
      "DBus: Could not connect",
      "the value is too long",
      "something else",
    ].flatMap(phrase =>
      (["get", "set", "delete"] as const).map(method => [
        `${method} says ${phrase}`,
        (quote: string) => ({
          [method]: async () => {
            throw Object.assign(new Error(`${phrase}: ${quote}`, { cause: new Error(quote) }), {
              code: quote,
              name: quote,
              value: quote,
            })
          },
        }),
      ]),
    ),
  ),
  "get throws a string": quote => ({ get: () => Promise.reject(quote) }),
  "set throws at once": quote => ({
    set: () => {
      throw new TypeError(quote)
    },
  }),
  "get returns something else": quote => ({ get: async () => ({ quote }) as never }),
  "get returns another value": quote => ({ get: async () => `${quote} and more` }),
  "get returns a part": quote => ({ get: async () => JSON.stringify({ key: { clientId: quote }, secrets: quote }) }),
  "set keeps nothing": () => ({ set: async () => {} }),
}

const key = { clientId: "c", issuer: "https://as.example", tokenUri: "https://as.example/t", account: "" }
const publicClient = {
  type: "web",
  clientId: "c",
  redirectUris: ["https://app.example.com/cb"],
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
} as const

const fileOf = (secret: string, more: object = {}) =>
  JSON.stringify({
    web: {
      client_id: "c",
      client_secret: secret,
      redirect_uris: ["https://app.example.com/cb"],
      auth_uri: publicClient.authUri,
      token_uri: publicClient.tokenUri,
      ...more,
    },
  })

/** The content of a client's entry. */
const entriesOf: Readonly<Record<string, (secret: string) => string>> = {
  "a client": secret => fileOf(secret),
  "a truncated client": secret => fileOf(secret).slice(0, -4),
  "the secret as another member": secret => fileOf(secret, { project_id: secret }),
  "the bare secret": secret => secret,
  "the secret and a line break": secret => `${secret}\n${secret}`,
  "the secret as a name": secret => JSON.stringify({ [secret]: secret }),
  "missing parts": secret => `client-secrets:parts:${secret}:3`,
}

function tokensOf({ accessToken, refreshToken, idToken }: Canaries) {
  return {
    accessToken: createSecret(accessToken),
    refreshToken: createSecret(refreshToken),
    idToken: createSecret(idToken),
    tokenType: "bearer",
    scope: "read",
  }
}

/** Everything that can be requested from a keychain; operations that return a document or plain text only return that they did. */
function calls(backend: KeychainBackend, canaries: Canaries): Readonly<Record<string, () => unknown>> {
  const options = { backend }
  const source = () => keychainSource("app", undefined, options)
  const store = () => keychainTokenStore("app", options)
  return {
    load: () => loadClientSecrets(source()),
    "load a secret": () => loadClientSecrets(secretSource(publicClient, source())),
    loader: () => createLoader(source(), { retries: 0 }).get(),
    read: () =>
      source()
        .read()
        .then(() => "read"),
    "the source itself": source,
    store: () => storeInKeychain("app", canaries.secret, undefined, options),
    "store too much": () => storeInKeychain("app", canaries.secret.repeat(2_100), undefined, options),
    "store a client": () => storeInKeychain("app", { secret: canaries.secret } as never, undefined, options),
    "set a sign-in": () => store().set(key, tokensOf(canaries)),
    "get a sign-in": () => store().get(key),
    "list sign-ins": () => store().list(),
    probe: () => store().probe(key),
    "delete a sign-in": () => store().delete(key),
    "the store itself": store,
    remove: () => removeFromKeychain("app", undefined, options),
  }
}

for (const maxLength of [undefined, 100]) {
  test(`a keychain whose entries have ${maxLength ?? "any number of"} characters leaks nothing, whatever it does`, async () => {
    const seen = new Set<string>()
    for (const [faultName, fault] of Object.entries(faults)) {
      // The content of the entry matters only where the keychain returns it.
      const kinds = Object.entries(entriesOf).slice(0, faultName === "none" ? undefined : 1)
      for (const [entryName, entryOf] of kinds) {
        const canaries = canariesOf()
        const { backend, entries } = memoryKeychain({ maxLength })
        // The stored values are valid at first, then the keychain becomes faulty.
        await keychainTokenStore("app", { backend }).set(key, tokensOf(canaries))
        entries.set("client_secret", entryOf(canaries.secret))
        const wrong = { ...backend, ...fault(Object.values(canaries).join(" ")) }
        for (const [callName, call] of Object.entries(calls(wrong, canaries))) {
          const { outcome, value, printed } = await observe(call)
          seen.add(outcome === "threw" ? `${(value as { code?: unknown }).code ?? (value as Error).name}` : outcome)
          expect(findLeaks(Object.values(canaries), printed), `${faultName}, ${entryName}, ${callName}`).toEqual([])
        }
      }
    }
    expect([...seen].sort()).toEqual([
      "TypeError",
      "invalid",
      "not_found",
      "returned",
      "too_large",
      "unavailable",
      "unsupported",
    ])
  })
}

test("prints nothing of a sign-in's entry that was edited by hand", async () => {
  const changes: readonly ((text: string) => string)[] = [
    text => text.slice(0, -3),
    text => text.replace('"secrets"', '"tokens"'),
    text => text.replace('"accessToken":"', '"accessToken":["').replace('","', '"],"'),
    text => text.replace('"clientId":"c"', '"clientId":"d"'),
    text => `"${text}`,
    text => JSON.stringify([text]),
  ]
  for (const [index, change] of changes.entries()) {
    const canaries = canariesOf()
    const { backend, entries } = memoryKeychain()
    const store = keychainTokenStore("app", { backend })
    await store.set(key, tokensOf(canaries))
    for (const [account, text] of entries) entries.set(account, change(text))
    const { outcome, printed } = await observe(() => store.get(key))
    expect([index, outcome]).toEqual([index, "threw"])
    expect(findLeaks(Object.values(canaries), printed), `${index}`).toEqual([])
    const listed = await observe(() => store.list())
    expect(findLeaks(Object.values(canaries), listed.printed), `list ${index}`).toEqual([])
  }
})

const misuse: Readonly<Record<string, (canaries: Canaries) => unknown>> = {
  "a service": ({ secret }) => keychainSource(`${secret}\n`),
  "a service of another type": ({ secret }) => keychainSource([secret] as never),
  "an account": ({ secret }) => keychainSource("app", `${secret}\u0000`),
  "a backend": ({ secret }) => keychainSource("app", undefined, { backend: { secret } as never }),
  "options that are a string": ({ secret }) => keychainSource("app", undefined, secret as never),
  "a lock": ({ secret }) => keychainTokenStore("app", { lock: secret as never }),
  "a value of another type": ({ secret }) => storeInKeychain("app", [secret] as never),
}

test("no misuse prints a secret", async () => {
  for (const [name, use] of Object.entries(misuse)) {
    const canaries = canariesOf()
    const { outcome, value, printed } = await observe(() => use(canaries))
    expect([name, outcome, (value as Error).name]).toEqual([name, "threw", "TypeError"])
    expect(findLeaks(Object.values(canaries), printed), name).toEqual([])
  }
})

test("masks a secret that was passed as a name", async () => {
  const { secret } = canariesOf()
  for (const name of [`${secret.slice(0, 20)}1a2b`, secret]) {
    const source = keychainSource(name, name, { backend: memoryKeychain().backend })
    const { outcome, printed } = await observe(() => loadClientSecrets(source))
    expect(outcome).toBe("threw")
    expect(findLeaks([name], { ...printed, name: source.name })).toEqual([])
  }
})
