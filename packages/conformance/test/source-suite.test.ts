import { type CaseContext, runCases, type SourceFixture, sourceSuite } from "@client-secrets/conformance"
import type { Source, SyncSource } from "@client-secrets/core"
import { expect, test } from "vitest"

interface Sources {
  present(context: CaseContext, fixture: SourceFixture): Source
  missing(): Source
  failing(context: CaseContext, fixture: SourceFixture): Source
  hanging(): Source
  half(context: CaseContext, fixture: SourceFixture): Source
}

// A source that does everything correctly; each row below breaks one part of it.
const sound: Sources = {
  present: (_, { text }) => source(() => ({ content: text })),
  missing: () => source(() => undefined),
  failing: () =>
    source(() => {
      throw new Error("could not look")
    }),
  hanging: () => ({
    name: "hanging",
    read: ({ signal } = {}) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  }),
  half: (_, { clientId }) => source(() => ({ members: { client_id: clientId }, partial: true })),
}

function source(readSync: SyncSource["readSync"]): SyncSource {
  return {
    name: "memory",
    readSync,
    async read({ signal } = {}) {
      if (signal?.aborted) throw signal.reason
      return readSync()
    },
  }
}

const present = "memory: returns the client at every read"
const missing = "memory: returns undefined for an empty place"
const failing = "memory: throws if it cannot read the place"
const printing = "memory: has a name that contains no secret, and prints no secret"
const aborting = "memory: rejects with the caller's own reason, unchanged"
const secretOnly = "memory: serves a caller that needs only the secret"
const cutOff = "memory: refuses a truncated document"
const halves = "memory: leaves the other half to the next source of a chain"

const rows: [what: string, broken: Partial<Sources>, failures: string[]][] = [
  ["a correct source", {}, []],
  [
    "another client's secret",
    { present: () => source(() => ({ content: '{"web":{"client_id":"other"}}' })) },
    [present, secretOnly],
  ],
  ["an empty place that holds the client", { present: () => source(() => undefined) }, [present, secretOnly, cutOff]],
  ["a second read that finds nothing", { present: once }, [present, secretOnly]],
  [
    "readSync that disagrees",
    {
      present: (_, { text }) => ({
        ...source(() => undefined),
        read: sound.present(_, { text } as SourceFixture).read,
      }),
    },
    [present, secretOnly],
  ],
  ["null for an empty place", { missing: () => source(() => null as never) }, [missing]],
  ["a throw for an empty place", { missing: () => sound.failing({} as CaseContext, {} as SourceFixture) }, [missing]],
  ["an empty answer for a place that it cannot read", { failing: () => source(() => undefined) }, [failing]],
  [
    "a read that throws synchronously",
    {
      failing: () => ({
        name: "sync",
        read: () => {
          throw new Error("synchronously")
        },
      }),
    },
    [failing, printing],
  ],
  [
    "not_found for a place that it cannot read",
    {
      failing: () =>
        source(() => {
          throw Object.assign(new Error(), { code: "not_found" })
        }),
    },
    [failing],
  ],
  [
    "a hint that contains the secret",
    {
      failing: (_, { secret }) =>
        source(() => {
          throw Object.assign(new Error(), { [Symbol.for("client-secrets.hint")]: `see ${secret}` })
        }),
    },
    [failing],
  ],
  [
    "a name that contains the secret",
    { present: (_, { text, secret }) => ({ ...source(() => ({ content: text })), name: secret }) },
    [printing, cutOff],
  ],
  [
    "a secret next to the name",
    { failing: (_, { secret }) => ({ ...sound.failing(_, {} as SourceFixture), options: { secret } }) as Source },
    [printing],
  ],
  ["no name", { missing: () => ({ ...source(() => undefined), name: "" }) }, [printing]],
  ["a wrapped reason", { present: (_, { text }) => wrapped(text) }, [aborting]],
  [
    "a signal that is ignored",
    { present: (_, { text }) => ({ name: "memory", read: async () => ({ content: text }) }) },
    [aborting],
  ],
  [
    "another reason during the read",
    {
      hanging: () => ({
        name: "hanging",
        read: async () => {
          throw new Error("gave up")
        },
      }),
    },
    [aborting],
  ],
]

rows.push(
  [
    "a truncated document, read as if it were whole",
    { present: (_, { clientId, secret }) => source(() => ({ members: membersOf(clientId, secret) })) },
    [cutOff],
  ],
  [
    "an incomplete document that is not marked",
    { half: (_, { clientId }) => source(() => ({ members: { client_id: clientId } })) },
    [halves],
  ],
  ["an incomplete document that counts as absent", { half: () => source(() => undefined) }, [halves]],
)

function membersOf(clientId: string, secret: string) {
  return {
    client_id: clientId,
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
}

test.each(rows)("%s", async (_, broken, failures) => {
  const cases = sourceSuite({ title: "memory", ...sound, ...broken })
  const runtime = {
    name: "this one",
    environment: "granted",
    fileSystem: "granted",
    network: "granted",
    nodeModules: "present",
    modules: "esm",
  } as const
  const { results } = await runCases(cases, { runtime, fixtures: null })
  expect(results.length).toBe(8)
  expect(results.filter(result => result.failure !== undefined).map(result => result.name)).toEqual(failures)
})

function once(_: CaseContext, { text }: SourceFixture): Source {
  let reads = 0
  return source(() => (reads++ === 0 ? { content: text } : undefined))
}

function wrapped(text: string): Source {
  return {
    name: "memory",
    async read({ signal } = {}) {
      if (signal?.aborted) throw new Error("aborted", { cause: signal.reason })
      return { content: text }
    },
  }
}
