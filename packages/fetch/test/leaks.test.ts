import { exampleMembers, findLeaks, freshSecret } from "@client-secrets/conformance"
import { observe } from "@client-secrets/conformance/observe"
import { createLoader, loadClientSecrets, type Source } from "@client-secrets/core"
import { type FetchFunction, fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import { expect, test } from "vitest"

// docs/security.md#message-content: no error, output or result contains a part of a secret or a token, whatever the store
// answers. None of it depends on the network, so the store is a function.

/** The values that must not be printed: the client's secret, and the token that the request carries. */
interface Canaries {
  readonly secret: string
  readonly token: string
}

interface Store {
  /** The source, with a token in everything that can contain one. */
  source(fetch: FetchFunction, canaries: Canaries): Source
  /** The answer with a document. */
  wrap(document: unknown): unknown
}

const googleName = "projects/p/secrets/s"
const identifier = "https://example.vault.azure.net/secrets/s"
const stores: Readonly<Record<string, Store>> = {
  "an address": {
    source: (fetch, { token }) =>
      fetchSource("https://store.example/file", { headers: { authorization: `Bearer ${token}` }, fetch }),
    wrap: document => document,
  },
  "an address, with extract": {
    source: (fetch, { token }) =>
      fetchSource<{ file: { inner: string } }>("https://store.example/file", {
        headers: async () => ({ authorization: `Bearer ${token}` }),
        extract: body => body.file.inner,
        fetch,
      }),
    wrap: document => ({ file: { inner: document } }),
  },
  "Google Secret Manager": {
    source: (fetch, { token }) => googleSecretManagerSource(googleName, { token, fetch }),
    wrap: document => ({ name: googleName, payload: { data: btoa(textOf(document)) } }),
  },
  "Google Secret Manager, a wrong checksum": {
    source: (fetch, { token }) => googleSecretManagerSource(googleName, { token, fetch }),
    wrap: document => ({ name: googleName, payload: { data: btoa(textOf(document)), dataCrc32c: "1" } }),
  },
  "Google Secret Manager, a field": {
    source: (fetch, { token }) => googleSecretManagerSource(googleName, { token, field: "google", fetch }),
    wrap: document => ({ payload: { data: btoa(JSON.stringify({ google: document })) } }),
  },
  Vault: {
    source: (fetch, { token }) => vaultSource("https://vault.example", "apps/google", { token, fetch }),
    wrap: document => ({ data: { data: document, metadata: { version: 1 } } }),
  },
  "Vault, a field that the secret does not have": {
    source: (fetch, { token }) => vaultSource("https://vault.example", "apps/google", { token, field: "none", fetch }),
    wrap: document => ({ data: { data: document, metadata: { version: 1 } } }),
  },
  "Vault, version 1": {
    source: (fetch, { token }) =>
      vaultSource("https://vault.example", "apps/google", { token: () => token, kvVersion: 1, fetch }),
    wrap: document => ({ data: document }),
  },
  "Azure Key Vault": {
    source: (fetch, { token }) => azureKeyVaultSource(identifier, { token, fetch }),
    wrap: document => ({ value: textOf(document), id: "1" }),
  },
  "Cloudflare KV": {
    source: (fetch, { token }) => cloudflareKvSource("account", "namespace", "key", { token: () => token, fetch }),
    wrap: document => document,
  },
}

function textOf(document: unknown): string {
  return typeof document === "string" ? document : JSON.stringify(document)
}

/** The content of a store's secret. */
const documents: Readonly<Record<string, (secret: string) => unknown>> = {
  "a client": secret => ({ web: exampleMembers(secret) }),
  "a client as a string": secret => JSON.stringify({ web: exampleMembers(secret) }),
  pairs: exampleMembers,
  "a truncated client": secret => JSON.stringify({ web: exampleMembers(secret) }).slice(0, -4),
  "an unquoted secret": secret => JSON.stringify({ web: exampleMembers(secret) }).replace(`"${secret}"`, secret),
  "the bare secret": secret => secret,
  "the secret as a name": secret => ({ [secret]: secret, [`client_${secret.toLowerCase()}`]: [secret] }),
  "the secret as another member": secret => ({
    web: { ...exampleMembers(secret), project_id: secret, token_uri: `http://${secret}` },
  }),
  "a list": secret => [secret],
  null: () => null,
}

interface Asked {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

type Answer = (asked: Asked, canaries: Canaries) => Response | Promise<Response>

/** Everything that a server received, as part of its answer. */
function echo({ url, headers }: Asked, { secret, token }: Canaries): string {
  return JSON.stringify({
    url,
    headers,
    secret,
    error: { status: secret, code: token, message: `${token} ${secret}` },
    errors: [secret, { code: token }, `the token ${token}`],
    warnings: [secret],
    wrap_info: { token },
    data: { metadata: { version: token }, [secret]: token },
    access_token: null,
  })
}

/** Answers that are not a document. */
const faults: Readonly<Record<string, Answer>> = {
  ...Object.fromEntries(
    [200, 206, 300, 304, 400, 401, 403, 404, 407, 409, 410, 418, 429, 451, 500, 502, 503].map(status => [
      `status ${status} that repeats everything`,
      ((asked, canaries) =>
        new Response(status === 304 ? null : echo(asked, canaries), {
          status,
          statusText: canaries.token,
          headers: { "www-authenticate": `Bearer error="${canaries.token}"`, "retry-after": canaries.secret },
        })) as Answer,
    ]),
  ),
  "a redirect with the token": (_, { token, secret }) =>
    new Response(secret, { status: 302, headers: { location: `https://${token}.example/?${secret}` } }),
  "an entity tag with the secret": (_, { secret }) =>
    new Response(`{"${secret}`, { headers: { etag: `"${secret}"`, "content-type": `text/${secret}` } }),
  "an answer that is too long": (_, { secret }) => new Response(secret.repeat(5_000)),
  "a length that is too long": (_, { secret }) => new Response(secret, { headers: { "content-length": "9999999" } }),
  "a body that breaks off": (_, { secret, token }) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(secret))
          controller.error(Object.assign(new Error(`${secret} ${token}`), { code: token }))
        },
      }),
    ),
  "bytes that are not UTF-8": (_, { secret }) => new Response(Uint8Array.of(...new TextEncoder().encode(secret), 0xff)),
  "HTML that repeats everything": (asked, canaries) => new Response(`<html>${echo(asked, canaries)}`, { status: 200 }),
  "a fetch that throws a TypeError": ({ headers }, { secret, token }) => {
    throw new TypeError(`fetch failed for ${JSON.stringify(headers)} ${secret}`, {
      cause: Object.assign(new Error(token), { code: "ECONNREFUSED", token, headers }),
    })
  },
  "a fetch that throws an error with everything as a code": ({ url }, { secret, token }) => {
    throw Object.assign(new Error(secret), { code: token, name: secret, status: token, url, hint: secret })
  },
  "a fetch that throws a string": (_, { secret, token }) => {
    throw `${secret} ${token}`
  },
  "a fetch that throws a mistake": (_, { token }) => {
    throw new ReferenceError(`${token} is not defined`)
  },
  "something that is not a response": (_, { secret, token }) => ({ status: token, body: secret }) as never,
}

for (const [storeName, { source, wrap }] of Object.entries(stores)) {
  test(`${storeName}: no answer of the store leaks a secret or a token`, async () => {
    const answers: Record<string, Answer> = { ...faults }
    for (const [name, document] of Object.entries(documents))
      answers[name] = (_, { secret }) => new Response(JSON.stringify(wrap(document(secret))))
    const outcomes = new Set<string>()
    for (const [answerName, answer] of Object.entries(answers)) {
      const canaries: Canaries = { secret: freshSecret(), token: freshSecret() }
      const asked: Asked[] = []
      const made = source(async (url, { headers }) => {
        asked.push({ url, headers })
        return answer({ url, headers }, canaries)
      }, canaries)
      const { outcome, value, printed } = await observe(async () => {
        const warnings: unknown[] = []
        return [await loadClientSecrets(made, { onWarning: warning => warnings.push(warning) }), warnings]
      })
      const direct = await observe(() => made.read().then(() => "read"))
      const loaded = await observe(() => createLoader(made, { retries: 0 }).get())
      // The request did carry the token, so that an error could have quoted it.
      expect(JSON.stringify(asked), answerName).toContain(canaries.token)
      outcomes.add(outcome === "threw" ? String((value as { code: unknown }).code) : outcome)
      const all = {
        ...prefixed("load", printed),
        ...prefixed("read", direct.printed),
        ...prefixed("loader", loaded.printed),
      }
      expect(findLeaks(Object.values(canaries), { ...all, source: made.name }), answerName).toEqual([])
    }
    // Several kinds of failure occurred, not one that hides the others.
    expect(outcomes.size, [...outcomes].join()).toBeGreaterThan(5)
  })
}

function prefixed(name: string, printed: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(printed).map(([route, text]) => [`${name}: ${route}`, text]))
}

/** Sources that are created or read in a wrong way; the network is never used. */
const never: FetchFunction = async () => expect.unreachable("no request was to be sent")
const misuse: Readonly<Record<string, (canaries: Canaries) => unknown>> = {
  "a token function that throws": ({ token }) =>
    vaultSource("https://vault.example", "a", {
      token: () => {
        throw Object.assign(new Error(token), { code: token })
      },
      fetch: never,
    }).read(),
  "a headers function that throws": ({ token }) =>
    fetchSource("https://store.example", { headers: async () => Promise.reject(token), fetch: never }).read(),
  ...Object.fromEntries(
    ["\n", "\u0000", "\u2028", " undefined"].map(end => [
      `a token that no header may contain, ${JSON.stringify(end)}`,
      ({ token }: Canaries) =>
        fetchSource("https://store.example", { headers: { authorization: `${token}${end}x` }, fetch: never }).read(),
    ]),
  ),
  "a header's name": ({ token }) =>
    fetchSource("https://store.example", { headers: { [`${token} x`]: token }, fetch: never }).read(),
  "a header that is not a string": ({ token }) =>
    fetchSource("https://store.example", { headers: { authorization: [token] as never }, fetch: never }).read(),
  "a token that is an object": ({ token }) =>
    azureKeyVaultSource(identifier, { token: () => ({ token }) as never, fetch: never }).read(),
  "an address with a password": ({ token }) => fetchSource(`https://user:${token}@store.example/`),
  "an address of another protocol": ({ token }) => fetchSource(`ftp://store.example/${token}`),
  "an address that is not one": ({ token }) => fetchSource(`https://[${token}`),
  "a path of Vault": ({ secret }) => vaultSource("https://vault.example", `a/../${secret}`),
  "an address of Vault": ({ secret }) => vaultSource(secret, "a"),
  "a name of Google's": ({ secret }) => googleSecretManagerSource(`projects/${secret}`),
  "an identifier of Azure's": ({ secret }) => azureKeyVaultSource(`https://vault.example/${secret}`),
  "an endpoint of Google's": ({ secret }) => googleSecretManagerSource(googleName, { endpoint: `http://${secret}` }),
  "a key of Cloudflare's": ({ secret }) => cloudflareKvSource(`${secret}/..`, "..", "k", { token: secret }),
  "options that are a string": ({ token }) => fetchSource("https://store.example", token as never),
}

test("no misuse of a source leaks a secret or a token", async () => {
  for (const [name, use] of Object.entries(misuse)) {
    const canaries: Canaries = { secret: freshSecret(), token: freshSecret() }
    const { outcome, printed } = await observe(() => use(canaries))
    expect(outcome, name).toBe("threw")
    expect(findLeaks(Object.values(canaries), printed), name).toEqual([])
  }
})

test("never leaks the machine's own token, or the answer of its server", async () => {
  const sources = [
    (fetch: FetchFunction) => googleSecretManagerSource(googleName, { fetch }),
    (fetch: FetchFunction) => azureKeyVaultSource(identifier, { fetch }),
  ]
  const identity: Readonly<Record<string, Answer>> = {
    ...faults,
    // A server that answers, and whose token the store then refuses.
    "a token that the store repeats": (asked, canaries) =>
      asked.url.includes("169.254.169.254")
        ? new Response(JSON.stringify({ access_token: canaries.token }), { headers: { "metadata-flavor": "Google" } })
        : new Response(echo(asked, canaries), { status: 403 }),
    "a token that no header may contain": (_, { token }) =>
      new Response(JSON.stringify({ access_token: `${token}\u0000x` }), { headers: { "metadata-flavor": "Google" } }),
  }
  for (const make of sources) {
    for (const [name, answer] of Object.entries(identity)) {
      const canaries: Canaries = { secret: freshSecret(), token: freshSecret() }
      const { outcome, printed } = await observe(() =>
        loadClientSecrets(make(async (url, { headers }) => answer({ url, headers }, canaries))),
      )
      expect(outcome, name).toBe("threw")
      expect(findLeaks(Object.values(canaries), printed), name).toEqual([])
    }
  }
})
