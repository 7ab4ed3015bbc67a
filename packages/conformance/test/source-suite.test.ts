import { type CaseContext, runCases, type SourceFixture, sourceSuite } from "@client-secrets/conformance"
import type { Source, SyncSource } from "@client-secrets/core"
import { expect, test } from "vitest"

interface Sources {
  present(context: CaseContext, fixture: SourceFixture): Source
  missing(): Source
  failing(context: CaseContext, fixture: SourceFixture): Source
  hanging(): Source
}

// What a source must do, done; each row below breaks one thing of it.
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

const present = "memory: gives the client that is there, every time"
const missing = "memory: gives undefined where nothing is"
const failing = "memory: throws where it could not look"
const printing = "memory: has a name that holds no secret, and prints none"
const aborting = "memory: rejects with the caller's own reason, untouched"

const rows: [what: string, broken: Partial<Sources>, failures: string[]][] = [
  ["a sound source", {}, []],
  [
    "another client's secret",
    { present: () => source(() => ({ content: '{"web":{"client_id":"other"}}' })) },
    [present],
  ],
  ["nothing where it is there", { present: () => source(() => undefined) }, [present]],
  ["a second read that finds nothing", { present: once }, [present]],
  [
    "readSync that disagrees",
    {
      present: (_, { text }) => ({
        ...source(() => undefined),
        read: sound.present(_, { text } as SourceFixture).read,
      }),
    },
    [present],
  ],
  ["null where nothing is", { missing: () => source(() => null as never) }, [missing]],
  ["a throw where nothing is", { missing: () => sound.failing({} as CaseContext, {} as SourceFixture) }, [missing]],
  ["nothing where it could not look", { failing: () => source(() => undefined) }, [failing]],
  [
    "a read that throws at once",
    {
      failing: () => ({
        name: "sync",
        read: () => {
          throw new Error("at once")
        },
      }),
    },
    [failing, printing],
  ],
  [
    "not_found where it could not look",
    {
      failing: () =>
        source(() => {
          throw Object.assign(new Error(), { code: "not_found" })
        }),
    },
    [failing],
  ],
  [
    "a hint that holds the secret",
    {
      failing: (_, { secret }) =>
        source(() => {
          throw Object.assign(new Error(), { [Symbol.for("client-secrets.hint")]: `see ${secret}` })
        }),
    },
    [failing],
  ],
  [
    "a name that holds the secret",
    { present: (_, { text, secret }) => ({ ...source(() => ({ content: text })), name: secret }) },
    [printing],
  ],
  [
    "a secret beside the name",
    { failing: (_, { secret }) => ({ ...sound.failing(_, {} as SourceFixture), options: { secret } }) as Source },
    [printing],
  ],
  ["no name", { missing: () => ({ ...source(() => undefined), name: "" }) }, [printing]],
  ["a wrapped reason", { present: (_, { text }) => wrapped(text) }, [aborting]],
  [
    "a signal that is not looked at",
    { present: (_, { text }) => ({ name: "memory", read: async () => ({ content: text }) }) },
    [aborting],
  ],
  [
    "another reason under way",
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
  expect(results.length).toBe(5)
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
