import {
  assert,
  assertEqual,
  assertNoLeak,
  assertThrows,
  type Case,
  type CaseContext,
  printingRoutes,
  printOnConsole,
  sourceSuite,
} from "@client-secrets/conformance"
import { ClientSecretsError, loadClientSecrets, type SourceDocument } from "@client-secrets/core"
import { type FetchFunction, type FetchSourceOptions, fetchSource } from "@client-secrets/fetch"
import { type Answer, type Fixtures, type Store, scriptStore } from "./store.ts"

const when = { network: "granted" } as const
const document = '{"web":{"client_id":"example","client_secret":"EXAMPLE_NOT_A_REAL_SECRET"}}'

/** The error of a failing store, and the number of requests. */
interface FaultCase {
  readonly name: string
  readonly answer: Answer
  readonly options?: FetchSourceOptions
  readonly want: { readonly code: string; readonly transient: boolean; readonly status?: number }
  readonly retryAfterMs?: [atLeast: number, atMost: number]
  readonly says?: RegExp
}

const faults: readonly FaultCase[] = [
  { name: "reset", answer: { fault: "reset" }, want: { code: "unavailable", transient: true } },
  {
    name: "hangs before its headers",
    answer: { fault: "hang" },
    options: { timeout: 300 },
    want: { code: "timeout", transient: true },
  },
  {
    name: "drips its body endlessly",
    answer: { fault: "drip", body: document },
    options: { timeout: 300 },
    want: { code: "timeout", transient: true },
  },
  {
    name: "breaks off before the declared length",
    answer: { fault: "cut", body: document },
    want: { code: "unavailable", transient: true },
    says: / broke off( \([A-Z_]+\))?\.$/,
  },
  { name: "sends a gzip bomb", answer: { fault: "bomb" }, want: { code: "too_large", transient: false } },
  { name: "declares too much", answer: { fault: "over declared" }, want: { code: "too_large", transient: false } },
  { name: "sends too much", answer: { fault: "over chunked" }, want: { code: "too_large", transient: false } },
  {
    name: "sends more than maxBytes",
    answer: { body: document },
    options: { maxBytes: 20 },
    want: { code: "too_large", transient: false },
  },
  {
    name: "answers 502 with a page",
    answer: { status: 502, headers: { "content-type": "text/html" }, body: "<html>" },
    want: { code: "unavailable", transient: true, status: 502 },
  },
  { name: "answers 500", answer: { status: 500 }, want: { code: "unavailable", transient: true, status: 500 } },
  {
    name: "answers 503 with Retry-After",
    answer: { status: 503, headers: { "retry-after": "120" } },
    want: { code: "unavailable", transient: true, status: 503 },
    retryAfterMs: [120_000, 120_000],
  },
  {
    name: "answers 429 with Retry-After in seconds",
    answer: { status: 429, headers: { "retry-after": "7" } },
    want: { code: "throttled", transient: true, status: 429 },
    retryAfterMs: [7_000, 7_000],
  },
  {
    name: "answers 429 with Retry-After as a date",
    answer: { status: 429, headers: { "retry-after": "Fri, 01 Jan 2100 00:00:00 GMT" } },
    want: { code: "throttled", transient: true, status: 429 },
    retryAfterMs: [3_600_000, 4_000_000_000_000],
  },
  { name: "answers 408", answer: { status: 408 }, want: { code: "unavailable", transient: true, status: 408 } },
  { name: "answers 425", answer: { status: 425 }, want: { code: "unavailable", transient: true, status: 425 } },
  { name: "answers 401", answer: { status: 401 }, want: { code: "denied", transient: false, status: 401 } },
  { name: "answers 403", answer: { status: 403 }, want: { code: "denied", transient: false, status: 403 } },
  { name: "answers 410", answer: { status: 410 }, want: { code: "revoked", transient: false } },
  { name: "answers 400", answer: { status: 400 }, want: { code: "unavailable", transient: false, status: 400 } },
  {
    name: "answers with a page in place of JSON",
    answer: { headers: { "content-type": "text/html" }, body: "<html>" },
    options: { extract: () => document },
    want: { code: "invalid", transient: false },
  },
  {
    name: "answers with JSON that `extract` throws at",
    answer: { body: '{"data":null}' },
    options: { extract: body => (body as { data: { value: string } }).data.value },
    want: { code: "invalid", transient: false },
  },
]

const cases: Case<Fixtures>[] = [
  ...sourceSuite<Fixtures>({
    title: "fetchSource",
    when,
    present: async ({ fixtures }, { text }) => fetchSource((await scriptStore(fixtures, { body: text })).url),
    missing: async ({ fixtures }) => fetchSource((await scriptStore(fixtures, { status: 404 })).url),
    failing: async ({ fixtures }, { text }) =>
      fetchSource((await scriptStore(fixtures, { status: 403, body: text })).url),
    hanging: async ({ fixtures }) => fetchSource((await scriptStore(fixtures, { fault: "hang" })).url),
  }),

  ...faults.map(({ name, answer, options, want, retryAfterMs, says }) => {
    return fetchCase(`a store that ${name} makes the read fail after one request`, async context => {
      const body = (answer.body ?? "") + context.freshSecret()
      const store = await scriptStore(context.fixtures, { ...answer, body })
      const error = await failureOf(context, store, options)
      for (const [key, value] of Object.entries(want)) assertEqual(error[key as "code"], value, key)
      if (retryAfterMs !== undefined) {
        const [atLeast, atMost] = retryAfterMs
        assert(
          Number(error.retryAfterMs) >= atLeast && Number(error.retryAfterMs) <= atMost,
          `${error.retryAfterMs} ms`,
        )
      }
      if (says !== undefined) assert(says.test(error.message), error.message)
      assertEqual((await store.requests()).length, 1, "requests")
    })
  }),

  fetchCase("a store that refuses the connection is unavailable, and transient", async context => {
    const error = await failureOf(context, { url: `${context.fixtures.refused}/client_secrets.json` })
    assertEqual(error.code, "unavailable")
    assertEqual(error.transient, true)
    assert(error.message.startsWith("127.0.0.1:"), `names the host: ${error.message}`)
  }),

  fetchCase("names an untrusted certificate, and what to do", async context => {
    const error = await failureOf(context, { url: context.fixtures.untrusted })
    assertEqual(error.code, "unavailable")
    const { name } = context.runtime
    // The other runtimes do not say why a connection failed.
    if (!/^(node|deno|bun)/.test(name)) return
    assertEqual(error.transient, false)
    const code = name.startsWith("deno") ? "UnknownIssuer" : "DEPTH_ZERO_SELF_SIGNED_CERT"
    const { host } = new URL(context.fixtures.untrusted)
    assert(error.message.startsWith(`The certificate of ${host} is not trusted (${code}).`), error.message)
    assert(error.message.includes("NODE_EXTRA_CA_CERTS"), error.message)
  }),

  ...[301, 302, 303, 307, 308].flatMap(status =>
    ["elsewhere", "store"].map(to =>
      fetchCase(
        `a redirect by ${status} to ${to === "store" ? "the same origin" : "another origin"} is refused`,
        async context => {
          const target = await scriptStore(context.fixtures, { body: document })
          const location = to === "store" ? target.url : `${context.fixtures.elsewhere}/${target.id}`
          const store = await scriptStore(context.fixtures, { status, headers: { location } })
          const error = await failureOf(context, store)
          assertEqual(error.code, "redirected")
          assertEqual(error.transient, false)
          assertEqual((await store.requests()).length, 1, "requests to the store")
          assertEqual((await target.requests()).length, 0, "requests to where it led")
        },
      ),
    ),
  ),

  fetchCase("sends the headers, and bypasses every cache", async ({ fixtures, freshSecret }) => {
    const token = freshSecret()
    const store = await scriptStore(fixtures, { body: document })
    await fetchSource(store.url, { headers: { "X-Vault-Token": token } }).read()
    const [request] = await store.requests()
    assertEqual(request?.headers["x-vault-token"], token, "the token")
    assertEqual(request?.headers["cache-control"], "no-cache")
    assertEqual(request?.headers["if-none-match"], undefined)
  }),

  fetchCase(
    "calls the function in headers once per read, with a signal that ends with the read",
    async ({ fixtures, freshSecret }) => {
      const tokens = [freshSecret(), freshSecret()]
      const signals: AbortSignal[] = []
      const store = await scriptStore(fixtures, { body: document })
      const source = fetchSource(store.url, {
        async headers({ signal }) {
          signals.push(signal)
          return { authorization: `Bearer ${tokens[signals.length - 1]}` }
        },
      })
      await source.read()
      await source.read()
      const sent = (await store.requests()).map(request => request.headers["authorization"])
      assertEqual(
        sent,
        tokens.map(token => `Bearer ${token}`),
        "tokens",
      )
      assert(
        signals.every(signal => signal.aborted),
        "the signals have ended",
      )
    },
  ),

  fetchCase("does not fetch an unchanged document again", async ({ fixtures }) => {
    const etag = '"first"'
    const store = await scriptStore(fixtures, { body: document, headers: { etag } })
    const source = fetchSource(store.url)
    const read = await source.read()
    assertEqual(textOf(read), document)
    assertEqual(read?.version, etag)
    assertEqual(await source.read({ previousVersion: etag }), { unchanged: true, version: etag }, "the second read")
    assertEqual(textOf(await source.read({ previousVersion: '"other"' })), document)
    assertEqual(textOf(await source.read({ previousVersion: etag, force: true })), document)
    assertEqual(textOf(await source.read({ previousVersion: "a version of another source" })), document)
    const validators = (await store.requests()).map(request => request.headers["if-none-match"] ?? "none")
    assertEqual(validators, ["none", etag, '"other"', "none", "none"], "validators")
  }),

  fetchCase("a chunked body that breaks off never becomes a client", async ({ fixtures, runtime }) => {
    const store = await scriptStore(fixtures, { fault: "cut chunked", body: document.slice(0, -2) })
    const error = await assertThrows(() => loadClientSecrets(fetchSource(store.url)))
    assert(ClientSecretsError.is(error), "our error")
    // Their fetch takes the end of the connection for the end of the body; the received part is not a complete document.
    const isOld = runtime.name.startsWith("node 20") || runtime.name === "edge-runtime"
    assertEqual(error.code, isOld ? "invalid" : "unavailable")
    assertEqual((await store.requests()).length, 1, "requests")
  }),

  fetchCase("treats an unexpected 304 as a failure", async context => {
    const store = await scriptStore(context.fixtures, { status: 304 })
    const error = await failureOf(context, store)
    assertEqual(error.code, "redirected")
  }),

  fetchCase('a validator that the user sends does not make a 304 mean "unchanged"', async context => {
    const store = await scriptStore(context.fixtures, { body: document, headers: { etag: '"1"' } })
    const error = await failureOf(context, store, { headers: { "if-none-match": '"1"' } })
    assertEqual(error.code, "redirected")
  }),

  fetchCase("reads a compressed document", async ({ fixtures }) => {
    const store = await scriptStore(fixtures, { fault: "gzip", body: document })
    assertEqual(textOf(await fetchSource(store.url).read()), document)
  }),

  fetchCase("reads an empty body as an empty document", async ({ fixtures }) => {
    const store = await scriptStore(fixtures, { body: "" })
    assertEqual(textOf(await fetchSource(store.url).read()), "")
  }),

  fetchCase("`extract` selects the document within JSON", async ({ fixtures }) => {
    const store = await scriptStore(fixtures, {
      body: JSON.stringify({ data: { value: document } }),
      headers: { etag: '"7"' },
    })
    const options = <Value>(extract: (body: { data: { value: string } }) => Value) => ({ extract })
    const read = (extract: Parameters<typeof options<SourceDocument | string | null | undefined>>[0]) =>
      fetchSource(store.url, options(extract)).read()
    assertEqual(await read(({ data }) => data.value), { version: '"7"', content: document, carried: true })
    assertEqual(await read(({ data }) => JSON.parse(data.value)), {
      version: '"7"',
      content: JSON.parse(document),
      carried: true,
    })
    assertEqual(await read(({ data }) => ({ content: data.value, version: "own" })), {
      version: "own",
      carried: true,
      content: document,
    })
    assertEqual(await read(() => ({ members: { client_id: "x" } })), { version: '"7"', members: { client_id: "x" } })
    assertEqual(await read(() => undefined), undefined)
    assertEqual(await read(() => null), undefined)
  }),

  fetchCase("calls the global fetch, when passed in, as a plain function", async ({ fixtures }) => {
    const store = await scriptStore(fixtures, { body: document })
    assertEqual(textOf(await fetchSource(store.url, { fetch: globalThis.fetch }).read()), document)
  }),

  fetchCase("abandons a fetch that ignores its signal", async context => {
    const deaf: FetchFunction = () => new Promise(() => {})
    const error = await failureOf(context, { url: "https://store.example.com/" }, { fetch: deaf, timeout: 50 })
    assertEqual(error.code, "timeout")
  }),

  fetchCase("abandons `headers` if it never answers", async context => {
    const store = await scriptStore(context.fixtures, { body: document })
    const error = await failureOf(context, store, { headers: () => new Promise(() => {}), timeout: 50 })
    assertEqual(error.code, "timeout")
    assertEqual((await store.requests()).length, 0, "requests")
  }),

  fetchCase("does not print what `headers` throws", async context => {
    const secret = context.freshSecret()
    const store = await scriptStore(context.fixtures, { body: document })
    const headers = () => {
      throw Object.assign(new Error(`cannot refresh ${secret}`), { response: { body: secret } })
    }
    const error = await failureOf(context, store, { headers })
    assertEqual(error.code, "unavailable")
    assertNoLeak([secret], printingRoutes(error))
  }),

  fetchCase("does not print a header that HTTP does not allow", async context => {
    const secret = context.freshSecret()
    const store = await scriptStore(context.fixtures, { body: document })
    const error = await failureOf(context, store, { headers: { authorization: `Bearer ${secret}\nx: y` } })
    assertEqual([error.code, error.transient], ["unsupported", false])
    assertNoLeak([secret], printingRoutes(error))
    assertEqual((await store.requests()).length, 0, "requests")
  }),

  fetchCase("a caller that aborts does not affect the others", async ({ fixtures }) => {
    const store = await scriptStore(fixtures, { body: document })
    const source = fetchSource(store.url)
    const controller = new AbortController()
    const reason = new Error("gone")
    const reads = [source.read({ signal: controller.signal }), source.read(), source.read()]
    controller.abort(reason)
    const [gone, ...others] = await Promise.allSettled(reads)
    assert(gone?.status === "rejected" && gone.reason === reason, "the one that went has its own reason")
    for (const other of others) assert(other.status === "fulfilled" && textOf(other.value) === document, "the others")
  }),
]

export { cases }

function fetchCase(name: string, run: (context: CaseContext<Fixtures>) => Promise<void>): Case<Fixtures> {
  return { name, when, run }
}

interface Failure {
  readonly code: string
  readonly transient: boolean
  readonly status?: number
  readonly retryAfterMs?: number
  readonly message: string
}

/** The error of a read of this store; it must contain neither the token nor the query of the request. */
async function failureOf(
  { freshSecret, runtime }: CaseContext<Fixtures>,
  { url }: Pick<Store, "url">,
  options: FetchSourceOptions = {},
): Promise<Failure> {
  const token = freshSecret()
  // Chromium itself prints the address of every failed request.
  const query = runtime.name === "chromium" ? "example" : freshSecret()
  const source = fetchSource(`${url}?key=${query}`, { headers: { authorization: `Bearer ${token}` }, ...options })
  const error = (await assertThrows(() => source.read(), "the read")) as Error & Failure
  assertEqual(error.cause, undefined, "the cause")
  // The error that core makes of it, without another request to the store.
  const loaded = await assertThrows(() => loadClientSecrets({ ...source, read: () => Promise.reject(error) }))
  assert(ClientSecretsError.is(loaded), "core knows the error")
  assertEqual([loaded.code, loaded.transient], [error.code, error.transient], "what core makes of it")
  assert(loaded.message.endsWith(` ${error.message}`), "core shows our text")
  for (const value of [source, error, loaded]) {
    printOnConsole(value)
    const secrets = query === "example" ? [token] : [token, query]
    assertNoLeak(secrets, printingRoutes(value))
  }
  return error
}

function textOf(document: SourceDocument | undefined): string {
  assert(document !== undefined && "content" in document, "there is a document")
  const { content } = document
  return content instanceof Uint8Array ? new TextDecoder().decode(content) : JSON.stringify(content)
}
