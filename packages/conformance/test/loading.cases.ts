import {
  assert,
  assertEqual,
  assertNoLeak,
  assertThrows,
  type Case,
  printingRoutes,
  printOnConsole,
  sourceSuite,
} from "@client-secrets/conformance"
import {
  ClientSecretsError,
  firstOf,
  loadClientSecrets,
  loadClientSecretsSync,
  parseClientSecrets,
  type Source,
  type SourceDocument,
  type SyncSource,
  secretSource,
} from "@client-secrets/core"
import { documentOf } from "./subjects.ts"

const clientId = "conformance.apps.googleusercontent.com"
const publicClient = {
  type: "web",
  clientId,
  redirectUris: ["https://app.example.com/callback"],
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
} as const

/** Reading sources, and core's own two, on every runtime. */
export const loadingCases: readonly Case[] = [
  ...sourceSuite({
    title: "firstOf",
    present: (_, { text }) => firstOf(textSource(undefined), textSource(text)),
    missing: () => firstOf(textSource(undefined), textSource(undefined)),
    failing: (_, { text }) => firstOf(failingSource("unavailable"), textSource(text)),
    hanging: () => firstOf(textSource(undefined), hangingSource()),
  }),
  ...sourceSuite({
    title: "secretSource of a bare secret",
    holdsText: false,
    present: (_, { secret }) => secretSource(publicClient, textSource(`${secret}\n`)),
    missing: () => secretSource(publicClient, textSource(undefined)),
    failing: (_, { secret }) => secretSource(publicClient, failingSource(secret)),
    hanging: () => secretSource(publicClient, hangingSource()),
  }),
  ...sourceSuite({
    title: "secretSource of a whole file",
    present: (_, { text }) => secretSource(publicClient, textSource(text)),
    missing: () => secretSource(publicClient, textSource(undefined)),
    failing: (_, { text }) => secretSource({ ...publicClient, clientId: "another" }, textSource(text)),
  }),
  {
    name: "loading leaves no timer",
    async run({ freshSecret }) {
      // Otherwise this process would not end.
      const source: Source = { name: "memory", read: textSource(documentOf(freshSecret())).read }
      assertEqual((await loadClientSecrets(source, { timeout: 600_000 })).clientId, clientId)
      const { signal } = new AbortController()
      await assertThrows(() => loadClientSecrets(failingSource("x"), { timeout: 600_000, signal }))
    },
  },
  {
    name: "a source that does not answer times out",
    async run() {
      const error = await assertThrows(() => loadClientSecrets(hangingSource(), { timeout: 20 }))
      assert(ClientSecretsError.is(error) && error.code === "timeout" && error.transient, "the code is timeout")
    },
  },
  {
    name: "rejects with the caller's reason, unchanged",
    async run() {
      const controller = new AbortController()
      const reason = Object.freeze({ mine: true })
      setTimeout(() => controller.abort(reason), 10)
      const { signal } = controller
      assert((await assertThrows(() => loadClientSecrets(hangingSource(), { signal }))) === reason, "it is the reason")
    },
  },
  {
    name: "summarizes what a source throws, and never attaches it",
    async run({ freshSecret }) {
      const secret = freshSecret()
      for (const thrown of thrownWith(secret)) {
        const source = failingSource("x", thrown)
        for (const load of [loadClientSecrets, async (one: SyncSource) => loadClientSecretsSync(one)]) {
          const error = await assertThrows(() => load(source))
          assert(ClientSecretsError.is(error), "it is a ClientSecretsError")
          printOnConsole(error)
          assertNoLeak([secret], printingRoutes(error))
        }
      }
    },
  },
  {
    name: "reports an invalid document together with its hint",
    async run({ freshSecret }) {
      const secret = freshSecret()
      const document = { content: `${documentOf(secret)},`, hint: () => "it was cut off" }
      const error = await assertThrows(() => loadClientSecrets(documentSource(document)))
      assert(ClientSecretsError.is(error) && error.code === "invalid", "the code is invalid")
      assert(error.message.includes("it was cut off"), "the hint is part of the message")
      assertNoLeak([secret], printingRoutes(error))
    },
  },
  {
    name: "recognizes the text that a Secret prints",
    run() {
      for (const printed of ["[redacted]", "%5Bredacted%5D"]) {
        const result = parseFailure(documentOf(printed))
        assertEqual(
          result.map(({ code }) => code),
          ["redacted"],
        )
        assert(
          result.some(({ message, hint }) => `${message} ${hint}`.includes("reveal()")),
          "it says what gives the text",
        )
      }
    },
  },
]

function documentSource(document: SourceDocument | undefined): SyncSource {
  const readSync = () => document
  return {
    name: "memory",
    readSync,
    async read({ signal } = {}) {
      if (signal?.aborted) throw signal.reason
      return readSync()
    },
  }
}

function textSource(text: string | undefined): SyncSource {
  return documentSource(text === undefined ? undefined : { content: text })
}

function failingSource(code: string, thrown: unknown = Object.assign(new Error(), { code })): SyncSource {
  const readSync = (): never => {
    throw thrown
  }
  return { name: "failing", readSync, read: async () => readSync() }
}

function hangingSource(): Source {
  return {
    name: "hanging",
    read: ({ signal } = {}) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  }
}

/** The forms in which an SDK's errors contain what they received. */
function thrownWith(secret: string): unknown[] {
  const request = { headers: { authorization: secret }, body: secret, url: `https://store.example/?token=${secret}` }
  return [
    secret,
    { secret },
    Object.assign(new Error(secret), { name: secret, code: secret, status: secret, requestId: secret }),
    Object.assign(new TypeError("fetch failed", { cause: new Error(secret) }), { request, response: request }),
    new AggregateError([new Error(secret)], secret),
    new Proxy(new Error(secret), {}),
    Object.defineProperty(new Error("lazy"), "code", {
      get() {
        throw new Error(secret)
      },
    }),
    new ClientSecretsError("unavailable", "of another source", { source: "other" }),
    undefined,
    null,
  ]
}

function parseFailure(document: string) {
  try {
    parseClientSecrets(document)
  } catch (error) {
    if (ClientSecretsError.is(error)) return error.issues
    throw error
  }
  throw new Error("assertion failed: it was accepted")
}
