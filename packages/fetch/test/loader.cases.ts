import { assert, assertEqual, assertThrows, type Case } from "@client-secrets/conformance"
import { ClientSecretsError, createLoader } from "@client-secrets/core"
import { fetchSource } from "@client-secrets/fetch"
import { type Answer, type Fixtures, type Store, scriptStore } from "./store.ts"

// Every read comes from a loader whose copy is immediately stale, unless a case says otherwise.
const old = { ttl: 0, random: () => 0 }

interface LoaderCase {
  readonly name: string
  readonly answers: (first: string, second: string) => Answer[]
  run(store: Store, clients: { readonly first: string; readonly second: string }): Promise<void>
}

const loaderCases: readonly LoaderCase[] = [
  {
    name: "an invalid new document does not replace a valid one",
    answers: first => [{ body: first }, { body: "<html>" }, { body: first.slice(0, -1) }, { body: "{}" }],
    async run(store, { first }) {
      const loader = createLoader(fetchSource(store.url), { ...old, backoff: 0 })
      for (let count = 0; count < 4; count++) assertEqual((await loader.get()).clientId, first)
      assertEqual((await store.requests()).length, 4, "requests")
    },
  },
  {
    name: "the copy bridges an outage, and the store is not read again immediately",
    answers: first => [{ body: first }, { status: 502, body: "<html>" }],
    async run(store, { first }) {
      const loader = createLoader(fetchSource(store.url), old)
      for (let count = 0; count < 10; count++) assertEqual((await loader.get()).clientId, first)
      assertEqual((await store.requests()).length, 2, "requests")
    },
  },
  {
    name: "a revocation takes effect immediately",
    answers: first => [{ body: first }, { status: 403 }],
    async run(store, { first }) {
      const loader = createLoader(fetchSource(store.url), old)
      assertEqual((await loader.get()).clientId, first)
      await assertCode(() => loader.get(), "denied")
    },
  },
  {
    name: "a cold read makes at most three attempts",
    answers: () => [{ status: 503 }],
    async run(store) {
      const loader = createLoader(fetchSource(store.url), old)
      await assertCode(() => loader.get(), "unavailable")
      await assertCode(() => loader.get(), "unavailable")
      assertEqual((await store.requests()).length, 3, "requests")
    },
  },
  {
    name: "a read after a reset connection is repeated",
    answers: first => [{ fault: "reset" }, { body: first }],
    async run(store, { first }) {
      const loader = createLoader(fetchSource(store.url), old)
      assertEqual((await loader.get()).clientId, first)
      assertEqual((await store.requests()).length, 2, "requests")
    },
  },
  {
    name: "waits for a Retry-After that ends before the timeout",
    answers: first => [{ status: 429, headers: { "retry-after": "1" } }, { body: first }],
    async run(store, { first }) {
      const loader = createLoader(fetchSource(store.url), old)
      assertEqual((await loader.get()).clientId, first)
      const [refused, answered, ...others] = await store.requests()
      // Node's timers may fire a millisecond early.
      assert(answered!.at - refused!.at >= 990, `asked again after ${answered!.at - refused!.at} ms`)
      assertEqual(others, [])
    },
  },
  {
    name: "a Retry-After beyond the timeout ends the read",
    answers: first => [{ status: 429, headers: { "retry-after": "3600" } }, { body: first }],
    async run(store) {
      const loader = createLoader(fetchSource(store.url), old)
      await assertCode(() => loader.get(), "throttled")
      assertEqual((await store.requests()).length, 1, "requests")
    },
  },
  {
    name: "the ETag confirms an unchanged document; a forced read fetches all of it",
    answers: (first, second) => [
      { body: first, headers: { etag: '"1"' } },
      { body: first, headers: { etag: '"1"' } },
      { body: second, headers: { etag: '"2"' } },
      { body: second, headers: { etag: '"2"' } },
    ],
    async run(store, { first, second }) {
      const loader = createLoader(fetchSource(store.url), old)
      const read = await loader.get()
      assert((await loader.get()) === read, "the same client after a 304")
      assertEqual(read.clientId, first)
      assertEqual((await loader.get()).clientId, second)
      await loader.refresh()
      const validators = (await store.requests()).map(request => request.headers["if-none-match"] ?? "none")
      assertEqual(validators, ["none", '"1"', '"1"', "none"])
    },
  },
  {
    name: "a hundred callers cause one request, and a caller that aborts does not affect the others",
    answers: first => [{ body: first }],
    async run(store, { first }) {
      const loader = createLoader(fetchSource(store.url))
      const controller = new AbortController()
      const reason = new Error("gone")
      const gone = assertThrows(() => loader.get({ signal: controller.signal }))
      const waiting = Array.from({ length: 100 }, () => loader.get())
      controller.abort(reason)
      assert((await gone) === reason, "its own reason")
      for (const { clientId } of await Promise.all(waiting)) assertEqual(clientId, first)
      assertEqual((await store.requests()).length, 1, "requests")
    },
  },
]

export const cases: readonly Case<Fixtures>[] = loaderCases.map(({ name, answers, run }) => ({
  name,
  when: { network: "granted" },
  async run({ fixtures, freshSecret }) {
    const clients = { first: "first.apps.googleusercontent.com", second: "second.apps.googleusercontent.com" }
    const store = await scriptStore(
      fixtures,
      ...answers(fileOf(clients.first, freshSecret()), fileOf(clients.second, freshSecret())),
    )
    await run(store, clients)
  },
}))

function fileOf(clientId: string, clientSecret: string): string {
  return JSON.stringify({
    web: {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: ["https://app.example.com/callback"],
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    },
  })
}

async function assertCode(work: () => Promise<unknown>, code: string): Promise<void> {
  const error = await assertThrows(work)
  assert(ClientSecretsError.is(error), `our error, not ${String(error)}`)
  assertEqual(error.code, code)
}
