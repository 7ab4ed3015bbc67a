import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { ClientSecretsError } from "../../src/error.ts"
import type { AnyClientSecrets } from "../../src/format/client-secrets.ts"
import { googleEndpoints } from "../../src/index.ts"
import { createLoader } from "../../src/loader/create-loader.ts"
import type { CreateLoaderOptions, LoaderEvent } from "../../src/loader/loader.ts"
import { createSecret } from "../../src/secret/secret.ts"
import { firstOf } from "../../src/source/first-of.ts"
import { secretSource } from "../../src/source/secret-source.ts"
import { CountingSignal } from "../counting-signal.ts"
import { exampleFile, sourceOf, thrownBy } from "../example-client.ts"
import { FakeClock, settle } from "../fake-clock.ts"
import { FakeStore } from "../fake-store.ts"

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

let clock: FakeClock
let store: FakeStore
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown) => unhandled.push(reason)

beforeEach(() => {
  clock = new FakeClock()
  store = new FakeStore()
  unhandled.length = 0
  process.on("unhandledRejection", onUnhandled)
})

afterEach(async () => {
  await settle()
  process.off("unhandledRejection", onUnhandled)
  expect(unhandled).toEqual([])
})

/** A loader on the fake clock, without jitter. */
function loaderOf(options: CreateLoaderOptions = {}) {
  return createLoader(store, { clock, random: () => 0, ...options } as CreateLoaderOptions<"web", never>)
}

/** Starts a call, advances the clock, and returns the result of the call. */
async function after<Result>(milliseconds: number, call: () => Promise<Result>): Promise<Result> {
  const result = call()
  result.catch(() => {})
  await clock.advance(milliseconds)
  return result
}

/** Whether a promise is still pending. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  )
  await settle()
  return !(await Promise.race([settled, Promise.resolve(false)]))
}

async function secretOf(secrets: Promise<AnyClientSecrets>): Promise<string | undefined> {
  return (await secrets).clientSecret?.reveal()
}

const down = { code: "unavailable" }

describe("construction", () => {
  test("reads nothing, starts no timer and draws no random number", () => {
    const refuse = () => expect.unreachable()
    createLoader(
      { name: "store", read: refuse },
      { clock: { now: refuse, sleep: refuse }, random: refuse, waitUntil: refuse },
    )
    vi.stubGlobal("AbortController", refuse)
    vi.stubGlobal("setTimeout", refuse)
    try {
      createLoader({ name: "store", read: refuse })
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test("throws a TypeError for wrong arguments", () => {
    expect(() => createLoader({} as never)).toThrow(TypeError)
    expect(() => createLoader(undefined as never)).toThrow(TypeError)
    expect(() => createLoader(store, { type: "native" as never })).toThrow(TypeError)
    for (const name of [
      "ttl",
      "staleWhileRevalidate",
      "staleIfError",
      "softTimeout",
      "attemptTimeout",
      "timeout",
      "retries",
      "backoff",
      "maxBackoff",
    ]) {
      for (const [value, kind] of [
        [-1, "a negative number"],
        [Number.NaN, "NaN"],
        ["300", "a string"],
        [null, "null"],
        [[300], "an array"],
        [async () => 300, "a function"],
      ]) {
        const unit = name === "retries" ? "number" : "number of milliseconds"
        const message = `The option ${name} must be a ${unit}, 0 or more; received ${kind}.`
        expect(() => createLoader(store, { [name as string]: value })).toThrow(new TypeError(message))
      }
      expect(() => createLoader(store, { [name]: undefined })).not.toThrow()
      expect(() => createLoader(store, { [name]: Number.POSITIVE_INFINITY })).not.toThrow()
    }
  })

  test.each(["waitUntil", "random"])("%s must be a function", name => {
    for (const value of [null, 1, "x", {}])
      expect(() => createLoader(store, { [name]: value })).toThrow(/^The option \w+ must be a function; received /)
    expect(() => createLoader(store, { [name]: undefined })).not.toThrow()
  })

  test("ignores inherited options", async () => {
    const polluted = Object.prototype as { ttl?: number; waitUntil?: unknown; signal?: unknown }
    Object.assign(polluted, { ttl: -1, waitUntil: () => expect.unreachable(), signal: AbortSignal.abort("polluted") })
    try {
      expect(await secretOf(createLoader(store, { clock }).get())).toBe("first")
      expect(await secretOf(createLoader(store, { clock }).get({}))).toBe("first")
    } finally {
      delete polluted.ttl
      delete polluted.waitUntil
      delete polluted.signal
    }
  })

  test("works with the platform's clock", async () => {
    const loader = createLoader(store)
    expect(await secretOf(loader.get())).toBe("first")
    expect(await loader.get()).toBe(loader.peek())
    expect(store.reads.length).toBe(1)
  })
})

describe("ttl", () => {
  test("is 300 s from the start of the read: fresh until then, read again afterwards", async () => {
    const loader = loaderOf()
    const reading = loader.get()
    store.answer = async () => store.document("first")
    await reading
    await clock.advance(300 * second - 1)
    await loader.get()
    expect(store.reads.length).toBe(1)
    store.rotate("second")
    await clock.advance(1)
    expect(await secretOf(loader.get())).toBe("second")
    expect(store.reads.length).toBe(2)
  })

  test("counts from the attempt that returned the document, not from its answer", async () => {
    const answer = store.hang()
    const loader = loaderOf()
    const reading = loader.get()
    await clock.advance(4 * second)
    answer(store.document("first"))
    await reading
    expect(loader.status()).toMatchObject({ state: "fresh", age: 4 * second })
    await clock.advance(296 * second)
    expect(loader.status().state).toBe("stale")

    store.hang()
    const retried = loaderOf()
    const retrying = retried.get()
    await clock.advance(5 * second - 1)
    store.rotate("first")
    await clock.advance(1)
    await retrying
    expect(retried.status().age).toBe(0)
  })

  test("is shortened by up to a tenth, and never extended", async () => {
    for (const [random, ends] of [
      [0, 100],
      [0.5, 95],
      [0.999999, 91],
    ] as const) {
      const loader = loaderOf({ ttl: 100, random: () => random })
      await loader.get()
      await clock.advance(ends - 1)
      expect(loader.status().state).toBe("fresh")
      await clock.advance(1)
      expect(loader.status().state).toBe("stale")
    }
  })

  test("0 reads each time, but only once for simultaneous calls", async () => {
    const loader = loaderOf({ ttl: 0 })
    await Promise.all([loader.get(), loader.get(), loader.get()])
    expect(store.reads.length).toBe(1)
    await loader.get()
    expect(store.reads.length).toBe(2)
  })

  test("Infinity reads only once", async () => {
    const loader = loaderOf({ ttl: Number.POSITIVE_INFINITY })
    await loader.get()
    await clock.advance(1_000 * hour)
    await loader.get()
    expect(store.reads.length).toBe(1)
  })
})

describe("single flight", () => {
  test("1,000 callers of a cold loader cause one read", async () => {
    const answer = store.hang()
    const loader = loaderOf()
    const callers = Array.from({ length: 1_000 }, () => loader.get())
    await settle()
    answer(store.document("first"))
    const clients = new Set(await Promise.all(callers))
    expect(clients.size).toBe(1)
    expect(store.reads.length).toBe(1)
    expect(clock.sleepers.size).toBe(0)
  })

  test("an abort ends only the wait of its caller, with the caller's reason, and leaves no listener", async () => {
    const answer = store.hang()
    const loader = loaderOf()
    const signal = new CountingSignal()
    const reason = { why: "the caller's own" }
    const starter = thrownBy(() => loader.get({ signal }))
    const other = loader.get()
    await settle()
    signal.abort(reason)
    expect(await starter).toBe(reason)
    expect(signal.listeners.size).toBe(0)
    expect(store.reads[0]?.signal?.aborted).toBe(false)
    expect(store.reads[0]?.signal).not.toBe(signal)
    answer(store.document("first"))
    expect(await secretOf(other)).toBe("first")
    expect(store.reads.length).toBe(1)
  })

  test("a caller that has already aborted does not start a read, and does not get a fresh document either", async () => {
    const loader = loaderOf()
    const signal = AbortSignal.abort("enough")
    expect(await thrownBy(() => loader.get({ signal }))).toBe("enough")
    expect(store.reads.length).toBe(0)
    await loader.get()
    expect(await thrownBy(() => loader.get({ signal }))).toBe("enough")
  })

  test("all callers that joined a failed read get separate errors", async () => {
    store.fail({ code: "denied" })
    const loader = loaderOf()
    const errors = await Promise.all([1, 2, 3].map(() => thrownBy(() => loader.get())))
    expect(new Set(errors).size).toBe(3)
    for (const error of errors)
      expect(error).toMatchObject({ code: "denied", source: "store", message: "store may not be read." })
    expect(store.reads.length).toBe(1)
  })
})

describe("staleWhileRevalidate", () => {
  test("is 0 without waitUntil: an expired document is read again before get() resolves", async () => {
    const loader = loaderOf()
    await loader.get()
    store.rotate("second")
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("is 60 s with waitUntil: get() resolves with the old document and reads the new one in the background", async () => {
    const handed: Promise<unknown>[] = []
    const loader = loaderOf({ waitUntil: promise => handed.push(promise) })
    await loader.get()
    expect(handed.length).toBe(1)
    const answer = store.hang()
    await clock.advance(359 * second)
    expect(await secretOf(loader.get())).toBe("first")
    expect(await secretOf(loader.get())).toBe("first")
    expect(handed.length).toBe(2)
    expect(store.reads.length).toBe(2)
    answer(store.document("second"))
    await handed[1]
    expect(await secretOf(loader.get())).toBe("second")

    store.rotate("third")
    await clock.advance(361 * second)
    expect(await secretOf(loader.get())).toBe("third")
  })

  test("the waitUntil of a call takes precedence over the loader's", async () => {
    const handed: string[] = []
    const loader = loaderOf({ waitUntil: () => handed.push("loader") })
    const waitUntil = () => handed.push("call")
    await loader.get({ waitUntil })
    await clock.advance(301 * second)
    expect(await secretOf(loader.get({ waitUntil }))).toBe("first")
    expect(handed).toEqual(["call", "call"])

    const bare = loaderOf()
    await bare.get()
    store.rotate("second")
    await clock.advance(301 * second)
    expect(await secretOf(bare.get({ waitUntil }))).toBe("first")
  })

  test("only the caller that starts the read passes it to waitUntil, as a promise that never rejects", async () => {
    const handed: Promise<unknown>[] = []
    store.fail({ code: "denied" })
    const loader = loaderOf()
    const waitUntil = (promise: Promise<unknown>) => handed.push(promise)
    await Promise.all([1, 2, 3].map(() => thrownBy(() => loader.get({ waitUntil }))))
    expect(handed.length).toBe(1)
    await expect(handed[0]).resolves.toBeUndefined()
  })

  test("an error that waitUntil throws reaches only its caller, and the read continues", async () => {
    const loader = loaderOf()
    const illegal = new TypeError("Illegal invocation")
    const waitUntil = () => {
      throw illegal
    }
    expect(await thrownBy(() => loader.get({ waitUntil }))).toBe(illegal)
    expect(await secretOf(loader.get())).toBe("first")
    expect(store.reads.length).toBe(1)
  })

  test("a failed background read does not affect callers with a copy, and is not repeated before its time", async () => {
    const loader = loaderOf({ staleWhileRevalidate: minute, staleIfError: 0 })
    await loader.get()
    store.fail(down)
    await clock.advance(301 * second)
    expect(await secretOf(loader.get())).toBe("first")
    await settle()
    expect(await secretOf(loader.get())).toBe("first")
    expect(store.reads.length).toBe(2)
    await clock.advance(minute)
    expect(await thrownBy(() => loader.get())).toMatchObject({ code: "unavailable" })
  })
})

describe("staleIfError", () => {
  test.each([
    ["unavailable", { code: "unavailable" }],
    ["throttled, for which AWS uses status 400", { code: "throttled", status: 400 }],
    ["a status of 500 or more", { status: 503 }],
    ["a reset connection", { code: "ECONNRESET" }],
    ["an unknown error", new Error("boom")],
    ["an AbortError", new DOMException("x", "AbortError")],
    ["a denial that the source calls transient", { code: "denied", transient: true }],
  ])("bridges %s, for an hour after the ttl", async (_, thrown) => {
    const loader = loaderOf()
    await loader.get()
    store.fail(thrown)
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("first")
    await clock.advance(hour - 1)
    expect(await secretOf(loader.get())).toBe("first")
    await clock.advance(1)
    expect(await thrownBy(() => loader.get())).toBeInstanceOf(ClientSecretsError)
  })

  test.each([
    ["a document that is invalid", () => ({ content: "{" })],
    ["a document that is too large", () => ({ content: "x".repeat(70_000) })],
    ["a document whose content is null", () => ({ content: null })],
    ["a string in place of a document", () => "text"],
    ["a mistake in the source's code", () => (undefined as never as { read(): void }).read()],
    ["a certificate that is not trusted", () => Promise.reject({ code: "CERT_HAS_EXPIRED" })],
  ])("%s never replaces a valid one", async (_, answer) => {
    const loader = loaderOf()
    await loader.get()
    store.answer = answer
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("first")
    expect(loader.status()).toMatchObject({ state: "stale", failures: 1 })
    store.rotate("second")
    await clock.advance(minute)
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("a document that onWarning refuses never replaces a valid one, and the error of onWarning arrives unchanged", async () => {
    const refusal = new Error("no unknown members here")
    const loader = loaderOf({
      onWarning() {
        throw refusal
      },
    })
    await loader.get()
    store.answer = () => ({ content: exampleFile({}).replace(/}$/, ', "more": 1}') })
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("first")
    expect(await thrownBy(() => loader.refresh())).toBe(refusal)
    expect(loader.status()).toMatchObject({ failures: 1, retryIn: second, code: undefined })
    expect(store.reads.length).toBe(2)
  })

  test("a secret of another client never replaces a valid one", async () => {
    const loader = loaderOf()
    await loader.get()
    store.fail(new ClientSecretsError("client_mismatch", "of another client"))
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("first")
  })

  test.each([
    ["denied", { code: "denied" }],
    ["not found, returned as undefined", undefined],
    ["not found, thrown", { code: "ENOENT" }],
    ["deleted", { code: "revoked" }],
    ["a status that means denied", { status: 403 }],
    ["gone", { status: 410 }],
    ["a redirect", { code: "redirected" }],
    ["a refusal that is not transient", { status: 400 }],
  ])("drops the copy immediately: %s", async (_, thrown) => {
    const loader = loaderOf({ staleWhileRevalidate: hour })
    await loader.get()
    if (thrown === undefined) store.answer = () => undefined
    else store.fail(thrown)
    await expect(loader.refresh()).rejects.toBeInstanceOf(ClientSecretsError)
    expect(loader.peek()).toBeUndefined()
    expect(await thrownBy(() => loader.get())).toBeInstanceOf(ClientSecretsError)
    expect(loader.status()).toMatchObject({ state: "empty", failures: 1 })
    // It also recovers by itself.
    store.rotate("second")
    await clock.advance(minute)
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("drops the copy for a refusal of a source within a chain", async () => {
    const uris = { redirectUris: ["https://app.example.com/callback"], ...googleEndpoints }
    const inner = secretSource({ type: "web", clientId: "example.apps.googleusercontent.com", ...uris }, store)
    const loader = createLoader(
      firstOf(
        sourceOf("first", () => undefined),
        inner,
      ),
      { clock },
    )
    store.answer = () => ({ content: "EXAMPLE_NOT_A_REAL_SECRET" })
    await loader.get()
    store.fail({ status: 400 })
    await expect(loader.refresh()).rejects.toMatchObject({ code: "unavailable", transient: false })
    expect(loader.peek()).toBeUndefined()
  })

  test("a revocation in a background read drops the copy", async () => {
    const loader = loaderOf({ staleWhileRevalidate: minute })
    await loader.get()
    store.fail({ code: "denied" })
    await clock.advance(301 * second)
    expect(await secretOf(loader.get())).toBe("first")
    await settle()
    expect(await thrownBy(() => loader.get())).toMatchObject({ code: "denied" })
  })

  test("0 bridges no error", async () => {
    const loader = loaderOf({ staleIfError: 0 })
    await loader.get()
    store.fail(down)
    await clock.advance(300 * second)
    expect(await thrownBy(() => after(minute, () => loader.get()))).toMatchObject({ code: "unavailable" })
  })
})

describe("softTimeout", () => {
  test("with a usable copy no caller waits over 500 ms, and later callers wait less", async () => {
    const loader = loaderOf()
    await loader.get()
    store.hang()
    await clock.advance(300 * second)
    const early = loader.get()
    await clock.advance(400)
    const late = loader.get()
    await clock.advance(99)
    expect(await isPending(early)).toBe(true)
    expect(await isPending(late)).toBe(true)
    await clock.advance(1)
    expect(await isPending(early)).toBe(false)
    expect(await isPending(late)).toBe(false)
    expect(await secretOf(early)).toBe("first")
    expect(await isPending(loader.get())).toBe(false)
    expect(store.reads.length).toBe(2)
  })

  test("callers get an answer that arrives in time", async () => {
    const loader = loaderOf()
    await loader.get()
    const answer = store.hang()
    await clock.advance(300 * second)
    const reading = loader.get()
    await clock.advance(499)
    answer(store.document("second"))
    expect(await secretOf(reading)).toBe("second")
    expect(clock.sleepers.size).toBe(0)
  })

  test("later callers get an answer that arrives late", async () => {
    const loader = loaderOf()
    await loader.get()
    const answer = store.hang()
    await clock.advance(300 * second)
    expect(await secretOf(after(500, () => loader.get()))).toBe("first")
    answer(store.document("second"))
    await settle()
    expect(await secretOf(loader.get())).toBe("second")
    expect(clock.sleepers.size).toBe(0)
  })
})

describe("timeout", () => {
  test("is 5 s per attempt and 10 s in total", async () => {
    store.hang()
    const loader = loaderOf({ random: () => 0.5 })
    const error = thrownBy(() => loader.get())
    await clock.advance(5 * second - 1)
    expect(store.reads.length).toBe(1)
    await clock.advance(1)
    expect(store.reads[0]?.signal?.aborted).toBe(true)
    await clock.advance(50)
    expect(store.reads.length).toBe(2)
    await clock.advance(4_950)
    expect(await error).toMatchObject({ code: "timeout", transient: true, source: "store" })
    expect(store.reads.length).toBe(2)
    expect(store.reads[1]?.signal?.aborted).toBe(true)
    expect(clock.sleepers.size).toBe(0)
  })

  test("the error names the link of a chain that hung", async () => {
    const chain = firstOf(
      sourceOf("a", () => undefined),
      sourceOf("b", () => new Promise(() => {})),
    )
    const loader = createLoader(chain, { clock, timeout: 1_000 })
    const error = thrownBy(() => loader.get())
    await clock.advance(1_000)
    expect(await error).toMatchObject({ code: "timeout", source: "b", message: "b did not answer within 1000 ms." })
  })
})

describe("retries", () => {
  test("makes two retries, with full jitter, if there is no usable copy", async () => {
    store.fail(down)
    const draws = [0.5, 0.25]
    const loader = loaderOf({ random: () => draws.shift() ?? 0 })
    const error = thrownBy(() => loader.get())
    await settle()
    expect(store.reads.length).toBe(1)
    await clock.advance(49)
    expect(store.reads.length).toBe(1)
    await clock.advance(1)
    expect(store.reads.length).toBe(2)
    await clock.advance(50)
    expect(store.reads.length).toBe(3)
    expect(await error).toMatchObject({ code: "unavailable" })
    expect(clock.sleepers.size).toBe(0)
  })

  test("the waits double from 100 ms to 2 s", async () => {
    const at: number[] = []
    store.answer = () => {
      at.push(clock.time)
      throw down
    }
    const loader = loaderOf({ retries: 7, timeout: minute, random: () => 1 })
    await thrownBy(() => after(minute, () => loader.get()))
    expect(at.slice(1).map((time, index) => time - (at[index] as number))).toEqual([
      100, 200, 400, 800, 1_600, 2_000, 2_000,
    ])
  })

  test("a retry that succeeds is not a failure", async () => {
    store.answer = () => {
      if (store.reads.length === 1) throw down
      return store.document("first")
    }
    const loader = loaderOf()
    expect(await secretOf(after(second, () => loader.get()))).toBe("first")
    expect(loader.status()).toMatchObject({ failures: 0, state: "fresh" })
  })

  test("makes no retry after an error that is not transient", async () => {
    for (const answer of [
      () => Promise.reject({ code: "denied" }),
      () => ({ content: "{" }),
      () => undefined,
      () => Promise.reject(new ReferenceError("x is not defined")),
      () => Promise.reject({ code: "CERT_HAS_EXPIRED" }),
      () => "text",
    ]) {
      store = new FakeStore()
      store.answer = answer
      await thrownBy(() => loaderOf().get())
      expect(store.reads.length).toBe(1)
    }
  })

  test("makes no retry with a usable copy or a remembered error", async () => {
    const loader = loaderOf()
    await loader.get()
    store.fail(down)
    await clock.advance(300 * second)
    await after(second, () => loader.get())
    expect(store.reads.length).toBe(2)

    store = new FakeStore()
    store.fail(down)
    const cold = loaderOf()
    await thrownBy(() => after(second, () => cold.get()))
    expect(store.reads.length).toBe(3)
    await clock.advance(minute)
    await thrownBy(() => after(second, () => cold.get()))
    expect(store.reads.length).toBe(4)
  })

  test("makes retries if the copy is too old to be used", async () => {
    const loader = loaderOf()
    await loader.get()
    await clock.advance(2 * hour)
    store.fail(down)
    await thrownBy(() => after(second, () => loader.get()))
    expect(store.reads.length).toBe(4)
  })

  test("0 makes no retry", async () => {
    store.fail(down)
    await thrownBy(() => loaderOf({ retries: 0 }).get())
    expect(store.reads.length).toBe(1)
  })

  test("waits for Retry-After if it ends before the timeout, and otherwise makes no retry", async () => {
    store.answer = () => {
      if (store.reads.length === 1) throw { code: "throttled", retryAfterMs: 3 * second }
      return store.document("first")
    }
    const reading = loaderOf().get()
    await clock.advance(3 * second - 1)
    expect(store.reads.length).toBe(1)
    await clock.advance(1)
    expect(await secretOf(reading)).toBe("first")

    store = new FakeStore()
    store.fail({ code: "throttled", retryAfterMs: 10 * second })
    expect(await thrownBy(() => loaderOf().get())).toMatchObject({ code: "throttled" })
    expect(store.reads.length).toBe(1)
  })
})

describe("backoff", () => {
  test("doubles from 1 s to 60 s; meanwhile calls get the remembered error, and each attempt is one read", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0 })
    const waits: number[] = []
    for (let count = 1; count <= 9; count++) {
      await thrownBy(() => loader.get())
      expect(store.reads.length).toBe(count)
      const wait = loader.status().retryIn as number
      waits.push(wait)
      await clock.advance(wait - 1)
      expect(await thrownBy(() => loader.get())).toMatchObject({ code: "unavailable" })
      expect(store.reads.length).toBe(count)
      await clock.advance(1)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map(seconds => seconds * second))
  })

  test("is shortened by up to a quarter", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0, random: () => 1 })
    await thrownBy(() => loader.get())
    expect(loader.status().retryIn).toBe(750)
  })

  test("stays at 60 s, however long the outage", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0 })
    // 2 ** 1,024 is Infinity; the backoff of other libraries overflowed after hours.
    for (let count = 1; count <= 1_100; count++) {
      await thrownBy(() => loader.get())
      await clock.advance(minute)
    }
    await thrownBy(() => loader.get())
    expect(loader.status()).toMatchObject({ retryIn: minute, failures: 1_101 })
    expect(store.reads.length).toBe(1_101)
  })

  test("starts again at 1 s after a success", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0 })
    for (const wait of [1, 2, 4]) {
      await thrownBy(() => loader.get())
      await clock.advance(wait * second)
    }
    store.rotate("first")
    await loader.get()
    expect(loader.status()).toMatchObject({ failures: 0, retryIn: undefined, code: undefined })
    store.fail(down)
    await clock.advance(300 * second)
    await loader.get()
    expect(loader.status()).toMatchObject({ failures: 1, retryIn: second, code: "unavailable" })
  })

  test("each caller gets a separate error, with everything that the first one had", async () => {
    store.answer = () => ({ content: '{"web": {}}' })
    const loader = loaderOf()
    const first = (await thrownBy(() => loader.get())) as ClientSecretsError
    const again = (await thrownBy(() => loader.get())) as ClientSecretsError
    expect(again).not.toBe(first)
    expect(again.message).toBe(first.message)
    expect(again.issues).toEqual(first.issues)
    expect(again.issues.length).toBe(5)
    expect(again).toMatchObject({ code: "invalid", source: "store", transient: false })
  })

  test("a longer Retry-After takes precedence, up to five minutes", async () => {
    for (const [retryAfterMs, wait] of [
      [500, second],
      [2 * minute, 2 * minute],
      [24 * hour, 5 * minute],
    ] as const) {
      store = new FakeStore()
      store.fail({ code: "throttled", retryAfterMs })
      const loader = loaderOf({ retries: 0 })
      await thrownBy(() => loader.get())
      expect(loader.status().retryIn).toBe(wait)
    }
  })

  test("1,000 calls a second during a ten-minute outage cause at most 24 reads, and all are answered", async () => {
    let state = 7
    const random = () => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647
    }
    // The extremes of jitter run with fewer callers: their number makes no difference to the store.
    for (const [draw, callers] of [
      [random, 20],
      [() => 0, 1],
      [() => 0.999_999, 1],
    ] as const) {
      store = new FakeStore()
      store.fail(down)
      const loader = loaderOf({ random: draw })
      let [asked, answered] = [0, 0]
      for (let tick = 0; tick < 10 * minute; tick += 20) {
        for (let caller = 0; caller < callers; caller++) {
          asked++
          loader.get().catch(() => answered++)
        }
        await clock.passQuickly(20)
      }
      await clock.advance(minute)
      expect(store.reads.length).toBeGreaterThan(10)
      expect(store.reads.length).toBeLessThanOrEqual(24)
      expect(answered).toBe(asked)
    }
  })
})

describe("refresh", () => {
  test("reads past the caches although the document is fresh", async () => {
    const loader = loaderOf()
    await loader.get()
    store.rotate("second")
    expect(await secretOf(loader.refresh())).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true])
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("rejects if the read fails, and get() keeps the copy", async () => {
    const loader = loaderOf()
    await loader.get()
    store.fail(down)
    expect(await thrownBy(() => loader.refresh())).toMatchObject({ code: "unavailable" })
    expect(await secretOf(loader.get())).toBe("first")
    // The remembered error is the answer here too.
    expect(await thrownBy(() => loader.refresh())).toMatchObject({ code: "unavailable" })
    expect(store.reads.length).toBe(2)
  })

  test("simultaneous calls share one read", async () => {
    const loader = loaderOf()
    await Promise.all([loader.refresh(), loader.refresh(), loader.refresh()])
    expect(store.reads.length).toBe(1)
  })

  test("does not use the answer of an earlier read that did not go past the caches", async () => {
    const answer = store.hang()
    const loader = loaderOf()
    const getting = loader.get()
    await settle()
    const [one, other] = [loader.refresh(), loader.refresh()]
    await settle()
    expect(store.reads.length).toBe(1)
    store.rotate("second")
    answer(store.document("first"))
    expect(await secretOf(getting)).toBe("first")
    expect(await secretOf(one)).toBe("second")
    expect(await secretOf(other)).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true])
  })

  test("a second call during the first one's read waits for a read that starts after it", async () => {
    const loader = loaderOf()
    await loader.get()
    const answer = store.hang()
    const one = loader.refresh()
    await settle()
    store.rotate("second")
    const other = loader.refresh()
    answer(store.document("first"))
    expect(await secretOf(one)).toBe("first")
    expect(await secretOf(other)).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true, true])
  })

  test("a get() in the same turn shares its read, even if get() was called first", async () => {
    const loader = loaderOf()
    const [got, refreshed] = [loader.get(), loader.refresh()]
    expect(await got).toBe(await refreshed)
    expect(store.reads.map(read => read.force)).toEqual([true])
  })

  test("is not delayed by callers with ttl 0", async () => {
    const loader = loaderOf({ ttl: 0 })
    const getting = loader.get()
    const refreshing = loader.refresh()
    for (let turn = 0; turn < 50; turn++) {
      loader.get().catch(() => {})
      await undefined
    }
    await getting
    await refreshing
    expect(store.reads.some(read => read.force)).toBe(true)
  })

  test("does not fall back to a stale copy, and rejects with its caller's reason", async () => {
    const loader = loaderOf()
    await loader.get()
    store.hang()
    const signal = new CountingSignal()
    const refreshing = loader.refresh({ signal })
    refreshing.catch(() => {})
    await clock.advance(4 * second)
    expect(await isPending(refreshing)).toBe(true)
    signal.abort("enough")
    expect(await thrownBy(() => refreshing)).toBe("enough")
  })
})

describe("invalidate", () => {
  test("makes the next get() read past the caches immediately", async () => {
    const loader = loaderOf()
    const secrets = await loader.get()
    store.rotate("second")
    loader.invalidate(secrets)
    expect(store.reads.length).toBe(1)
    expect(await secretOf(loader.get())).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true])
    expect(await secretOf(loader.get())).toBe("second")
    expect(store.reads.length).toBe(2)
  })

  test("also applies if get() could otherwise return the old copy and read in the background", async () => {
    const loader = loaderOf({ staleWhileRevalidate: hour })
    loader.invalidate(await loader.get())
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("causes at most one read a minute", async () => {
    const loader = loaderOf()
    for (let tick = 0; tick < 120; tick++) {
      loader.invalidate(await loader.get())
      await loader.get()
      await clock.advance(second)
    }
    expect(store.reads.filter(read => read.force).length).toBe(2)
    expect(store.reads.length).toBe(3)
  })

  test("does nothing for a value that is not the current one", async () => {
    const loader = loaderOf()
    const old = await loader.get()
    store.rotate("second")
    const current = await loader.refresh()
    const strange = [undefined, null, {}, { clientId: current.clientId }, { ...current, clientId: "another" }]
    for (const secrets of [old, { ...current, clientSecret: createSecret("x") }, ...strange]) {
      loader.invalidate(secrets as never)
      await loader.get()
    }
    expect(store.reads.length).toBe(2)
    // A copy of the current value counts as the current one.
    loader.invalidate({ ...current, clientSecret: createSecret("second") })
    await loader.get()
    expect(store.reads.length).toBe(3)
  })

  test("never evicts: if the read fails, the copy remains", async () => {
    const loader = loaderOf()
    const secrets = await loader.get()
    store.fail(down)
    loader.invalidate(secrets)
    expect(loader.peek()).toBe(secrets)
    expect(await secretOf(loader.get())).toBe("first")
    expect(loader.peek()).toBe(secrets)
    expect(store.reads.length).toBe(2)
  })

  test("with a slow store the caller gets the copy after 500 ms", async () => {
    const loader = loaderOf()
    loader.invalidate(await loader.get())
    store.hang()
    expect(await secretOf(after(500, () => loader.get()))).toBe("first")
  })

  test.each(["first", "second"])(
    "a read that began before invalidate() does not count as its read, whatever it returns: %s",
    async brings => {
      const loader = loaderOf()
      const secrets = await loader.get()
      await clock.advance(300 * second)
      const answer = store.hang()
      const early = loader.get()
      await settle()
      loader.invalidate(secrets)
      const late = loader.get()
      await settle()
      store.rotate("third")
      answer(store.document(brings))
      expect(await secretOf(early)).toBe(brings)
      expect(await secretOf(late)).toBe("third")
      expect(store.reads.map(read => read.force)).toEqual([false, false, true])
    },
  )

  // The clock does not advance in any of these: time cannot tell the reads apart.
  test("a call during a forced read requires another read", async () => {
    const loader = loaderOf()
    const held = await loader.get()
    const answer = store.hang()
    const refreshing = loader.refresh()
    await settle()
    loader.invalidate(held)
    store.rotate("second")
    answer(store.document("first"))
    expect(await secretOf(refreshing)).toBe("first")
    expect(loader.status().state).toBe("stale")
    expect(await secretOf(loader.get())).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true, true])
  })

  test("stays in effect if its read fails: the next read goes past the caches too", async () => {
    const loader = loaderOf()
    loader.invalidate(await loader.get())
    store.fail(down)
    expect(await secretOf(loader.get())).toBe("first")
    await clock.advance(minute)
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true, true])
    await clock.advance(300 * second)
    await loader.get()
    expect(store.reads.at(-1)?.force).toBe(false)
  })

  test("waits no longer than softTimeout in total", async () => {
    const loader = loaderOf()
    const secrets = await loader.get()
    await clock.advance(300 * second)
    const answer = store.hang()
    loader.get().catch(() => {})
    await clock.advance(100)
    loader.invalidate(secrets)
    const late = loader.get()
    await clock.advance(300)
    store.hang()
    answer(store.document("first"))
    await clock.advance(199)
    expect(await isPending(late)).toBe(true)
    await clock.advance(1)
    expect(await isPending(late)).toBe(false)
    expect(await secretOf(late)).toBe("first")
    expect(store.reads.map(read => read.force)).toEqual([false, false, true])
  })

  test("does nothing before the first read, and after dispose()", async () => {
    const loader = loaderOf()
    const secrets = await loaderOf().get()
    loader.invalidate(secrets)
    await loader.get()
    loader.dispose()
    loader.invalidate(secrets)
    expect(store.reads.map(read => read.force)).toEqual([false, false])
  })
})

describe("versions", () => {
  test("an unchanged document is kept, and is fresh again", async () => {
    const loader = loaderOf()
    store.answer = ({ previousVersion }) =>
      previousVersion === "etag" ? { unchanged: true } : { ...store.document("first"), version: "etag" }
    const first = await loader.get()
    await clock.advance(300 * second)
    expect(await loader.get()).toBe(first)
    expect(loader.status()).toMatchObject({ state: "fresh", age: 0 })
    await clock.advance(300 * second)
    await loader.get()
    expect(store.reads.map(read => read.previousVersion)).toEqual([undefined, "etag", "etag"])
  })

  test("a forced read passes no version, so that no cache can answer for the store", async () => {
    const loader = loaderOf()
    store.answer = () => ({ ...store.document("first"), version: "etag" })
    await loader.get()
    await loader.refresh()
    expect(store.reads[1]).toMatchObject({ force: true, previousVersion: undefined })
  })

  test("a read passes no version once the copy is dropped", async () => {
    const loader = loaderOf()
    store.answer = () => ({ ...store.document("first"), version: "etag" })
    await loader.get()
    store.fail({ code: "denied" })
    await thrownBy(() => loader.refresh())
    store.answer = () => ({ ...store.document("first"), version: "etag" })
    await clock.advance(minute)
    await loader.get()
    expect(store.reads[2]?.previousVersion).toBeUndefined()
  })

  test("a chain passes the version only to the link that returned it", async () => {
    const seen: unknown[] = []
    const link = (name: string, answer: unknown) =>
      sourceOf(name, async context => {
        seen.push([name, context?.previousVersion])
        return answer as never
      })
    const chain = firstOf(link("a", undefined), link("b", { content: exampleFile(), version: "v" }))
    const loader = createLoader(chain, { clock, ttl: 0 })
    await loader.get()
    await loader.get()
    expect(seen).toEqual([
      ["a", undefined],
      ["b", undefined],
      ["a", undefined],
      ["b", "v"],
    ])
  })
})

describe("clock", () => {
  test("a clock that goes back makes everything expired, and limits it again", async () => {
    const loader = loaderOf()
    await loader.get()
    clock.time -= hour
    store.fail(down)
    expect(await secretOf(loader.get())).toBe("first")
    expect(store.reads.length).toBe(2)
    expect(loader.status().state).toBe("stale")
    await clock.advance(hour - 1)
    expect(await secretOf(loader.get())).toBe("first")
    await clock.advance(1)
    expect(await thrownBy(() => loader.get())).toMatchObject({ code: "unavailable" })
  })

  test("a clock that goes back does not extend the wait after an error", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0 })
    await thrownBy(() => loader.get())
    clock.time -= hour
    store.rotate("first")
    expect(await secretOf(loader.get())).toBe("first")
  })

  test("a clock that goes back extends neither a read nor the minute between reads of invalidate()", async () => {
    const loader = loaderOf()
    const secrets = await loader.get()
    loader.invalidate(secrets)
    await loader.get()
    clock.time -= hour
    loader.invalidate(secrets)
    await loader.get()
    expect(store.reads.filter(read => read.force).length).toBe(2)
  })

  test("a clock that goes back does not extend the wait for an orphan", async () => {
    store.hang()
    const dead = createLoader(store, { clock: { now: clock.now, sleep: () => () => {} } })
    dead.get().catch(() => {})
    await settle()
    clock.time -= hour
    dead.get().catch(() => {})
    expect(dead.status().refreshing).toBe(true)
    clock.time += 11 * second
    expect(dead.status().refreshing).toBe(false)
    store.rotate("second")
    expect(await secretOf(dead.get())).toBe("second")
  })

  test("a clock that jumps ahead, as after Lambda's freeze, replaces the read that was frozen", async () => {
    const answer = store.hang()
    const loader = loaderOf()
    const frozen = loader.get()
    await settle()
    clock.time += 10 * minute
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
    answer(store.document("first"))
    await clock.advance(minute)
    expect(await secretOf(frozen)).toBe("second")
    expect(await secretOf(loader.get())).toBe("second")
  })
})

describe("Lambda's freeze", () => {
  test("during a read is not a failure: waiting callers get the answer of a new read", async () => {
    for (const answered of [false, true]) {
      store = new FakeStore()
      const answer = store.hang()
      const loader = loaderOf()
      const events: string[] = []
      loader.subscribe(event => events.push(event.type))
      const frozen = loader.get()
      await settle()
      clock.time += 10 * minute
      store.rotate("second")
      if (answered) answer(store.document("first"))
      else await clock.advance(0)
      expect(await secretOf(frozen)).toBe("second")
      expect(events).toEqual(["refresh"])
      expect(loader.status()).toMatchObject({ state: "fresh", failures: 0, age: 0 })
      expect(store.reads.length).toBe(2)
      expect(clock.sleepers.size).toBe(0)
    }
  })

  test("does not make a document fresh that was read before the freeze", async () => {
    const loader = loaderOf()
    await loader.get()
    await clock.advance(200 * second)
    const answer = store.hang()
    const refreshing = loader.refresh()
    await settle()
    clock.time += 10 * minute
    answer(store.document("first"))
    store.rotate("second")
    expect(await secretOf(refreshing)).toBe("second")
  })
})

// On workerd a shared promise never settles once its request has ended: here, a read whose timers are dead.
describe("orphans", () => {
  /** A loader on the fake clock; timers that start within `beginDead()` never fire. */
  function mortalLoader(options: CreateLoaderOptions = {}) {
    let isDead = false
    const sleep: FakeClock["sleep"] = (...given) => (isDead ? () => {} : clock.sleep(...given))
    const loader = loaderOf({ ...options, clock: { now: clock.now, sleep } })
    const beginDead = async () => {
      store.hang()
      isDead = true
      loader.get().catch(() => {})
      await settle()
      isDead = false
    }
    return { loader, beginDead }
  }

  test.each([0, 1, 9_000])(
    "a caller that joins an orphan %i ms after its start waits until it counts as an orphan, and replaces it",
    async late => {
      const { loader, beginDead } = mortalLoader()
      await beginDead()
      await clock.advance(late)
      store.rotate("second")
      const joiners = [loader.get(), loader.get()]
      await clock.advance(11 * second - late - 1)
      expect(await isPending(joiners[0] as Promise<unknown>)).toBe(true)
      await clock.advance(1)
      for (const joiner of joiners) expect(await secretOf(joiner)).toBe("second")
      expect(store.reads.length).toBe(2)
      expect(await secretOf(loader.get())).toBe("second")
    },
  )

  test("tolerates timers that fire a millisecond early, as Node's may", async () => {
    const early: FakeClock["sleep"] = (milliseconds, wake) => clock.sleep(Math.max(milliseconds - 1, 0), wake)
    let sleep: FakeClock["sleep"] = () => () => {}
    const loader = loaderOf({ clock: { now: clock.now, sleep: (...given) => sleep(...given) } })
    store.hang()
    loader.get().catch(() => {})
    await settle()
    sleep = early
    store.rotate("second")
    expect(await secretOf(after(11 * second, () => loader.get()))).toBe("second")
  })

  test("a later caller does not wait for an orphan", async () => {
    const { loader, beginDead } = mortalLoader()
    await beginDead()
    clock.time += 11 * second
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("a caller that meets one orphan after another gives up", async () => {
    const { loader, beginDead } = mortalLoader()
    await beginDead()
    const joiner = loader.get()
    joiner.catch(() => {})
    await clock.advance(11 * second - 1)
    clock.time += 1
    await beginDead()
    await clock.advance(11 * second - 1)
    expect(await isPending(joiner)).toBe(true)
    await clock.advance(1)
    expect(await thrownBy(() => joiner)).toMatchObject({ code: "timeout", transient: true, source: "store" })
    expect(loader.status().failures).toBe(0)
  })

  test("with a usable copy no caller waits longer than softTimeout", async () => {
    const { loader, beginDead } = mortalLoader()
    await loader.get()
    await clock.advance(300 * second)
    await beginDead()
    const joiner = loader.get()
    await clock.advance(500)
    expect(await secretOf(joiner)).toBe("first")
    expect(await isPending(loader.get())).toBe(false)
    await clock.advance(10_500)
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
  })
})

describe("peek, status", () => {
  test("peek() returns the current copy, however old, and never reads", async () => {
    const loader = loaderOf()
    expect(loader.peek()).toBeUndefined()
    const secrets = await loader.get()
    expect(loader.peek()).toBe(secrets)
    await clock.advance(24 * hour)
    expect(loader.peek()).toBe(secrets)
    expect(store.reads.length).toBe(1)
  })

  test("status() describes the state of the loader", async () => {
    const loader = loaderOf()
    const empty = {
      source: undefined,
      age: undefined,
      refreshing: false,
      failures: 0,
      code: undefined,
      retryIn: undefined,
    }
    expect(loader.status()).toEqual({ ...empty, state: "empty" })
    const reading = loader.get()
    expect(loader.status()).toEqual({ ...empty, state: "empty", refreshing: true })
    await reading
    await clock.advance(second)
    expect(loader.status()).toEqual({ ...empty, state: "fresh", source: "store", age: second })
    await clock.advance(300 * second)
    expect(loader.status()).toMatchObject({ state: "stale", age: 301 * second })
    await clock.advance(hour)
    expect(loader.status()).toMatchObject({ state: "expired" })
    store.fail({ code: "denied" })
    await thrownBy(() => loader.get())
    expect(loader.status()).toEqual({ ...empty, state: "empty", failures: 1, code: "denied", retryIn: second })
    loader.dispose()
    expect(loader.status()).toEqual({ ...empty, state: "disposed" })
  })

  test("status() changes nothing, whatever the clock does", async () => {
    const loader = loaderOf()
    await loader.get()
    clock.time -= hour
    expect(loader.status()).toMatchObject({ state: "stale", age: 0 })
    clock.time += hour + second
    expect(loader.status()).toMatchObject({ state: "fresh", age: second })
    await loader.get()
    expect(store.reads.length).toBe(1)

    store.hang()
    const getting = loader.refresh()
    getting.catch(() => {})
    clock.time += hour
    expect(loader.status().refreshing).toBe(false)
    clock.time -= hour
    expect(loader.status().refreshing).toBe(true)
    loader.dispose()
  })
})

describe("subscribe", () => {
  test("reports hit, stale, refresh, refresh-failed and rotated, without values", async () => {
    const loader = loaderOf()
    const events: LoaderEvent[] = []
    const unsubscribe = loader.subscribe(event => events.push(event))
    const told = () => events.splice(0)
    await loader.get()
    expect(told()).toEqual([{ type: "refresh", source: "store", age: undefined, code: undefined }])
    await clock.advance(second)
    await loader.get()
    expect(told()).toEqual([{ type: "hit", source: "store", age: second, code: undefined }])
    await clock.advance(299 * second)
    store.fail(down)
    await loader.get()
    expect(told()).toEqual([
      { type: "refresh-failed", source: "store", age: 300 * second, code: "unavailable" },
      { type: "stale", source: "store", age: 300 * second, code: "unavailable" },
    ])
    store.rotate("second")
    await clock.advance(second)
    await loader.get()
    expect(told()).toEqual([
      { type: "refresh", source: "store", age: 301 * second, code: undefined },
      { type: "rotated", source: "store", age: 301 * second, code: undefined },
    ])
    await loader.refresh()
    expect(told().map(event => event.type)).toEqual(["refresh"])
    unsubscribe()
    await loader.get()
    expect(told()).toEqual([])
    for (const event of events) expect(Object.isFrozen(event)).toBe(true)
  })

  test("rotated depends on the version, and without one on the secret", async () => {
    const loader = loaderOf()
    const events: string[] = []
    loader.subscribe(event => events.push(event.type))
    const rotatedAfter = async (answer: object) => {
      events.length = 0
      store.answer = () => answer
      await loader.refresh()
      return events.includes("rotated")
    }
    await loader.get()
    expect(await rotatedAfter(store.document("first"))).toBe(false)
    expect(await rotatedAfter({ content: exampleFile({ client_secret: "first", project_id: "other" }) })).toBe(false)
    expect(loader.peek()).toMatchObject({ projectId: "other" })
    expect(await rotatedAfter(store.document("second"))).toBe(true)
    expect(await rotatedAfter({ ...store.document("second"), version: "1" })).toBe(false)
    expect(await rotatedAfter({ ...store.document("second"), version: "2" })).toBe(true)
    expect(await rotatedAfter({ content: exampleFile({ client_secret: "second", client_id: "other" }) })).toBe(true)
  })

  test("names the link of a chain", async () => {
    const chain = firstOf(
      sourceOf("a", () => undefined),
      sourceOf("b", () => ({ content: exampleFile() })),
    )
    const loader = createLoader(chain, { clock })
    const sources: string[] = []
    loader.subscribe(event => sources.push(event.source))
    await loader.get()
    await loader.get()
    expect(sources).toEqual(["b", "b"])
  })

  test.each([-1e9, 1e9, Number.NaN, Number.POSITIVE_INFINITY, "0"])(
    "random that returns %s counts as one half",
    async drawn => {
      const loader = loaderOf({ ttl: 100 * second, random: () => drawn as number })
      await loader.get()
      clock.time += 95 * second - 1
      await loader.get()
      expect(store.reads.length).toBe(1)
      clock.time += 1
      await loader.get()
      expect(store.reads.length).toBe(2)
    },
  )

  test.each([Number.NaN, Number.POSITIVE_INFINITY, "0"])(
    "a clock that returns %s is replaced by the platform's",
    async now => {
      const loader = createLoader(store, { clock: { now: () => now as number, sleep: clock.sleep } })
      await loader.get()
      await loader.get({})
      expect(store.reads.length).toBe(1)
      expect(loader.status().age).toSatisfy(Number.isFinite)
    },
  )

  test("no promise of a function that is not waited for ends the process: onWarning, absence, hint", async () => {
    const reject = async () => {
      throw new Error("boom")
    }
    store.answer = () => ({ content: exampleFile({}).replace(/}$/, ', "more": 1}') })
    await loaderOf({ onWarning: reject }).get()
    const asynchronous = (answer: unknown) => ({ ...sourceOf("store", () => answer), absence: reject as never })
    await expect(createLoader(asynchronous(undefined), { clock }).get()).rejects.toMatchObject({ code: "not_found" })
    const broken = asynchronous({ content: "{", hint: reject })
    await expect(createLoader(broken, { clock }).get()).rejects.toMatchObject({ code: "invalid" })
    // Node reports it once the microtasks have run.
    await new Promise(resolve => setImmediate(resolve))
    expect(unhandled).toEqual([])
  })

  test("a listener cannot change an event for the next one", async () => {
    const loader = loaderOf()
    const told: string[] = []
    loader.subscribe(event => {
      expect(() => Object.assign(event, { type: "rotated" })).toThrow(TypeError)
    })
    loader.subscribe(event => told.push(event.type))
    await loader.get()
    expect(told).toEqual(["refresh"])
  })

  test("a listener that throws, rejects, subscribes, reads or disposes breaks nothing", async () => {
    const loader = loaderOf({ ttl: 0 })
    const told: string[] = []
    loader.subscribe(() => {
      throw new Error("boom")
    })
    loader.subscribe((async () => {
      throw new Error("boom")
    }) as never)
    const subscribeAgain = () => {
      loader.subscribe(subscribeAgain.bind(undefined))
    }
    loader.subscribe(subscribeAgain)
    let isNested = false
    loader.subscribe(() => {
      if (isNested) return
      isNested = true
      loader.get().catch(() => {})
      loader.status()
    })
    loader.subscribe(event => told.push(event.type))
    await loader.get()
    await settle()
    expect(told).toEqual(["refresh", "refresh"])
    loader.subscribe(() => loader.dispose())
    await loader.get()
    expect(await thrownBy(() => loader.get())).toMatchObject({ code: "aborted" })
  })
})

describe("dispose", () => {
  test("ends a read in progress, forgets everything, and rejects later calls", async () => {
    const loader = loaderOf()
    const events: LoaderEvent[] = []
    loader.subscribe(event => events.push(event))
    await loader.get()
    const answer = store.hang()
    const refreshing = thrownBy(() => loader.refresh())
    await settle()
    events.length = 0
    loader.dispose()
    loader.dispose()
    expect(await refreshing).toMatchObject({ code: "aborted", message: "This loader is disposed." })
    expect(store.reads[1]?.signal?.aborted).toBe(true)
    expect(loader.peek()).toBeUndefined()
    expect(clock.sleepers.size).toBe(0)
    answer(store.document("late"))
    await settle()
    expect(loader.peek()).toBeUndefined()
    expect(await thrownBy(() => loader.get())).toMatchObject({ code: "aborted" })
    expect(await thrownBy(() => loader.refresh())).toMatchObject({ code: "aborted" })
    expect(events).toEqual([])
    expect(store.reads.length).toBe(2)
  })

  test("ends a wait between retries", async () => {
    store.fail(down)
    const loader = loaderOf({ random: () => 1 })
    const getting = thrownBy(() => loader.get())
    await settle()
    expect(clock.sleepers.size).toBeGreaterThan(0)
    loader.dispose()
    expect(await getting).toMatchObject({ code: "aborted" })
    await settle()
    expect(clock.sleepers.size).toBe(0)
    expect(store.reads.length).toBe(1)
  })

  test("tolerates a signal that cannot be used, as on workerd from another request", async () => {
    class ForeignController extends AbortController {
      override abort(): void {
        throw new Error("Cannot perform I/O on behalf of a different request")
      }
    }
    vi.stubGlobal("AbortController", ForeignController)
    try {
      store.hang()
      const loader = loaderOf()
      const getting = thrownBy(() => loader.get())
      await settle()
      loader.dispose()
      await clock.advance(12 * second)
      expect(await getting).toMatchObject({ code: "aborted" })
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test("works through `using`, where the runtime supports it", async () => {
    const loader = loaderOf() as unknown as Disposable & AsyncDisposable & { peek(): unknown; get(): Promise<unknown> }
    await loader.get()
    loader[Symbol.dispose]()
    expect(loader.peek()).toBeUndefined()
    const other = loaderOf() as unknown as typeof loader
    await other.get()
    const disposing = other[Symbol.asyncDispose]()
    expect(disposing).toBeInstanceOf(Promise)
    expect(await disposing).toBeUndefined()
    expect(other.peek()).toBeUndefined()
  })
})
