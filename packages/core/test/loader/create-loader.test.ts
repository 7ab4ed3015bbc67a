import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { ClientSecretsError } from "../../src/error.ts"
import type { AnyClientSecrets } from "../../src/format/client-secrets.ts"
import { createLoader } from "../../src/loader/create-loader.ts"
import type { CreateLoaderOptions, LoaderEvent } from "../../src/loader/loader.ts"
import { createSecret } from "../../src/secret/secret.ts"
import { firstOf } from "../../src/source/first-of.ts"
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

/** What a call comes to, while the clock is let go on. */
async function after<Result>(milliseconds: number, call: () => Promise<Result>): Promise<Result> {
  const result = call()
  result.catch(() => {})
  await clock.advance(milliseconds)
  return result
}

/** Whether a promise has settled by now. */
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
  test("reads nothing, starts nothing, draws nothing", () => {
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

  test("mistakes of the caller are TypeErrors", () => {
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

  test("options are own properties", async () => {
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

  test("works on the platform's clock", async () => {
    const loader = createLoader(store)
    expect(await secretOf(loader.get())).toBe("first")
    expect(await loader.get()).toBe(loader.peek())
    expect(store.reads.length).toBe(1)
  })
})

describe("ttl", () => {
  test("is 300 s from when the read began: fresh until then, read again from then on", async () => {
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

  test("counts from the attempt that gave the document, not from its answer", async () => {
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

  test("ends up to a tenth earlier, never later", async () => {
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

  test("0 reads each time, still once for all who ask at once", async () => {
    const loader = loaderOf({ ttl: 0 })
    await Promise.all([loader.get(), loader.get(), loader.get()])
    expect(store.reads.length).toBe(1)
    await loader.get()
    expect(store.reads.length).toBe(2)
  })

  test("Infinity reads once", async () => {
    const loader = loaderOf({ ttl: Number.POSITIVE_INFINITY })
    await loader.get()
    await clock.advance(1_000 * hour)
    await loader.get()
    expect(store.reads.length).toBe(1)
  })
})

describe("single flight", () => {
  test("1,000 callers of a cold loader make one upstream call", async () => {
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

  test("a caller's abort ends its own wait alone, with its own reason, and leaves no listener", async () => {
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

  test("one who aborts before it is told does not begin a read; a fresh document does not change that", async () => {
    const loader = loaderOf()
    const signal = AbortSignal.abort("enough")
    expect(await thrownBy(() => loader.get({ signal }))).toBe("enough")
    expect(store.reads.length).toBe(0)
    await loader.get()
    expect(await thrownBy(() => loader.get({ signal }))).toBe("enough")
  })

  test("all who joined a read that failed get an error each", async () => {
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
  test("is 0 without a waitUntil: an expired document is read again before it is given", async () => {
    const loader = loaderOf()
    await loader.get()
    store.rotate("second")
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("is 60 s with one: the old document at once, the new one in the background, handed to waitUntil", async () => {
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

  test("a call's own waitUntil counts like the loader's, and in its place", async () => {
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

  test("only who begins the read hands it over, and it never rejects", async () => {
    const handed: Promise<unknown>[] = []
    store.fail({ code: "denied" })
    const loader = loaderOf()
    const waitUntil = (promise: Promise<unknown>) => handed.push(promise)
    await Promise.all([1, 2, 3].map(() => thrownBy(() => loader.get({ waitUntil }))))
    expect(handed.length).toBe(1)
    await expect(handed[0]).resolves.toBeUndefined()
  })

  test("what waitUntil throws reaches the one caller, and the read goes on", async () => {
    const loader = loaderOf()
    const illegal = new TypeError("Illegal invocation")
    const waitUntil = () => {
      throw illegal
    }
    expect(await thrownBy(() => loader.get({ waitUntil }))).toBe(illegal)
    expect(await secretOf(loader.get())).toBe("first")
    expect(store.reads.length).toBe(1)
  })

  test("a failed background read does not disturb who was served, and is not repeated before its time", async () => {
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
    ["throttled, which AWS says with status 400", { code: "throttled", status: 400 }],
    ["a status of the server's", { status: 503 }],
    ["a reset connection", { code: "ECONNRESET" }],
    ["anything unknown", new Error("boom")],
    ["an AbortError", new DOMException("x", "AbortError")],
    ["a denial that the source calls transient", { code: "denied", transient: true }],
  ])("stands in for %s, for an hour after the ttl", async (_, thrown) => {
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
    ["a document that is none", () => ({ content: null })],
    ["a string in place of a document", () => "text"],
    ["a mistake in the source's program", () => (undefined as never as { read(): void }).read()],
    ["a certificate that is not trusted", () => Promise.reject({ code: "CERT_HAS_EXPIRED" })],
  ])("%s never replaces a good one", async (_, answer) => {
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

  test("a document that onWarning refuses never replaces a good one, and its error arrives as it is", async () => {
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

  test("a secret of another client never replaces a good one", async () => {
    const loader = loaderOf()
    await loader.get()
    store.fail(new ClientSecretsError("client_mismatch", "of another client"))
    await clock.advance(300 * second)
    expect(await secretOf(loader.get())).toBe("first")
  })

  test.each([
    ["denied", { code: "denied" }],
    ["not found, as the source says by undefined", undefined],
    ["not found, as it throws", { code: "ENOENT" }],
    ["deleted", { code: "revoked" }],
    ["a status that denies", { status: 403 }],
    ["gone", { status: 410 }],
    ["a redirect", { code: "redirected" }],
    ["a refusal that will not pass", { status: 400 }],
  ])("fails closed at once: %s", async (_, thrown) => {
    const loader = loaderOf({ staleWhileRevalidate: hour })
    await loader.get()
    if (thrown === undefined) store.answer = () => undefined
    else store.fail(thrown)
    await expect(loader.refresh()).rejects.toBeInstanceOf(ClientSecretsError)
    expect(loader.peek()).toBeUndefined()
    expect(await thrownBy(() => loader.get())).toBeInstanceOf(ClientSecretsError)
    expect(loader.status()).toMatchObject({ state: "empty", failures: 1 })
    // And recovers by itself.
    store.rotate("second")
    await clock.advance(minute)
    expect(await secretOf(loader.get())).toBe("second")
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

  test("0 means that no error is bridged", async () => {
    const loader = loaderOf({ staleIfError: 0 })
    await loader.get()
    store.fail(down)
    await clock.advance(300 * second)
    expect(await thrownBy(() => after(minute, () => loader.get()))).toMatchObject({ code: "unavailable" })
  })
})

describe("softTimeout", () => {
  test("with a usable copy no caller waits over 500 ms, and late ones wait the less", async () => {
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

  test("an answer in time is what they get", async () => {
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

  test("a late answer is for those who come after", async () => {
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
  test("is 5 s an attempt and 10 s in all", async () => {
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

  test("names the link of a chain that hung", async () => {
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
  test("two, with full jitter, while there is nothing to give", async () => {
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

  test("one that helps is not a failure", async () => {
    store.answer = () => {
      if (store.reads.length === 1) throw down
      return store.document("first")
    }
    const loader = loaderOf()
    expect(await secretOf(after(second, () => loader.get()))).toBe("first")
    expect(loader.status()).toMatchObject({ failures: 0, state: "fresh" })
  })

  test("none for what will not pass", async () => {
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

  test("none where there is a usable copy, or a remembered error", async () => {
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

  test("again where the copy is too old to be used", async () => {
    const loader = loaderOf()
    await loader.get()
    await clock.advance(2 * hour)
    store.fail(down)
    await thrownBy(() => after(second, () => loader.get()))
    expect(store.reads.length).toBe(4)
  })

  test("0 is none", async () => {
    store.fail(down)
    await thrownBy(() => loaderOf({ retries: 0 }).get())
    expect(store.reads.length).toBe(1)
  })

  test("Retry-After is obeyed where there is time for it, and else there is no retry", async () => {
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
  test("doubles from 1 s to 60 s, the error answers meanwhile, and one attempt is one call", async () => {
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

  test("takes up to a quarter off", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0, random: () => 1 })
    await thrownBy(() => loader.get())
    expect(loader.status().retryIn).toBe(750)
  })

  test("stays at 60 s, however long the outage", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0 })
    // 2 ** 1,024 is Infinity; others' backoff overflowed after hours.
    for (let count = 1; count <= 1_100; count++) {
      await thrownBy(() => loader.get())
      await clock.advance(minute)
    }
    await thrownBy(() => loader.get())
    expect(loader.status()).toMatchObject({ retryIn: minute, failures: 1_101 })
    expect(store.reads.length).toBe(1_101)
  })

  test("begins anew after a success", async () => {
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

  test("each caller gets an error of its own, with all that the first one had", async () => {
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

  test("Retry-After counts where it is longer, up to five minutes", async () => {
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

  test("a ten-minute outage at 1,000 gets a second makes at most 24 calls, and no caller is left", async () => {
    let state = 7
    const random = () => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647
    }
    // The extremes of jitter by fewer callers: how many ask makes no difference to the store.
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
  test("reads past the caches though the document is fresh", async () => {
    const loader = loaderOf()
    await loader.get()
    store.rotate("second")
    expect(await secretOf(loader.refresh())).toBe("second")
    expect(store.reads.map(read => read.force)).toEqual([false, true])
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("rejects where it fails, and leaves the copy to get()", async () => {
    const loader = loaderOf()
    await loader.get()
    store.fail(down)
    expect(await thrownBy(() => loader.refresh())).toMatchObject({ code: "unavailable" })
    expect(await secretOf(loader.get())).toBe("first")
    // The remembered error answers here too.
    expect(await thrownBy(() => loader.refresh())).toMatchObject({ code: "unavailable" })
    expect(store.reads.length).toBe(2)
  })

  test("many share one", async () => {
    const loader = loaderOf()
    await Promise.all([loader.refresh(), loader.refresh(), loader.refresh()])
    expect(store.reads.length).toBe(1)
  })

  test("does not take the answer of a read that began before and was not past the caches", async () => {
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

  test("a second one that comes during the first one's read waits for a read that begins after it", async () => {
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

  test("a get() of the same turn shares its read, also where it asked first", async () => {
    const loader = loaderOf()
    const [got, refreshed] = [loader.get(), loader.refresh()]
    expect(await got).toBe(await refreshed)
    expect(store.reads.map(read => read.force)).toEqual([true])
  })

  test("is not kept waiting by callers who read each time", async () => {
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

  test("waits for no stale copy, and ends with its caller's reason", async () => {
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
  test("makes the next get() read past the caches, at once", async () => {
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

  test("also where it might have been given while it is read again", async () => {
    const loader = loaderOf({ staleWhileRevalidate: hour })
    loader.invalidate(await loader.get())
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("once a minute at most", async () => {
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
    // A copy of the current one is it.
    loader.invalidate({ ...current, clientSecret: createSecret("second") })
    await loader.get()
    expect(store.reads.length).toBe(3)
  })

  test("never evicts: where the read fails, the copy stays", async () => {
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
    "a read that began before the report is no answer to it, whatever it brings: %s",
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

  // The clock stands still in all of these: no time tells the reads apart.
  test("one that comes during a forced read is not answered by that read", async () => {
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

  test("one whose read fails is still open: the next read goes past the caches too", async () => {
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

  test("waits no longer for that than softTimeout in all", async () => {
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
  test("an unchanged document stays, and is fresh again", async () => {
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

  test("a forced read names none, so that no cache can answer for the store", async () => {
    const loader = loaderOf()
    store.answer = () => ({ ...store.document("first"), version: "etag" })
    await loader.get()
    await loader.refresh()
    expect(store.reads[1]).toMatchObject({ force: true, previousVersion: undefined })
  })

  test("none is named once the copy is gone", async () => {
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

  test("in a chain it goes to no link but the one that gave it", async () => {
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
  test("one that goes backwards makes everything expired, and bounds it anew", async () => {
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

  test("one that goes backwards does not lengthen the wait after an error", async () => {
    store.fail(down)
    const loader = loaderOf({ retries: 0 })
    await thrownBy(() => loader.get())
    clock.time -= hour
    store.rotate("first")
    expect(await secretOf(loader.get())).toBe("first")
  })

  test("one that goes backwards does not keep a read for ever, nor the reports", async () => {
    const loader = loaderOf()
    const secrets = await loader.get()
    loader.invalidate(secrets)
    await loader.get()
    clock.time -= hour
    loader.invalidate(secrets)
    await loader.get()
    expect(store.reads.filter(read => read.force).length).toBe(2)
  })

  test("one that goes backwards does not keep an orphan for longer", async () => {
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

  test("one that jumps ahead, as after Lambda's freeze, replaces the read that was frozen", async () => {
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
  test("in the middle of a read is no failure: who waited gets a new read's answer", async () => {
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

  test("does not turn what was fresh then into what is fresh now", async () => {
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

// On workerd a shared promise whose request has ended never settles: here, a read whose timers are dead.
describe("orphans", () => {
  /** A loader whose timers are those of the clock as it is now: `kill()` makes those that begin in the call dead. */
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
    "who joins one %i ms after it began waits until it must be one, and then replaces it",
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

  test("timers that fire a millisecond early, as Node's may, are no reason to give up", async () => {
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

  test("who comes later does not wait for it", async () => {
    const { loader, beginDead } = mortalLoader()
    await beginDead()
    clock.time += 11 * second
    store.rotate("second")
    expect(await secretOf(loader.get())).toBe("second")
  })

  test("who gets one orphan after another gives up", async () => {
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

  test("with a usable copy nobody waits over softTimeout", async () => {
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
  test("peek() gives what is held, however old, and never looks", async () => {
    const loader = loaderOf()
    expect(loader.peek()).toBeUndefined()
    const secrets = await loader.get()
    expect(loader.peek()).toBe(secrets)
    await clock.advance(24 * hour)
    expect(loader.peek()).toBe(secrets)
    expect(store.reads.length).toBe(1)
  })

  test("status() tells where the loader stands", async () => {
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
  test("tells hit, stale, refresh, refresh-failed and rotated, without values", async () => {
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

  test("rotated goes by version, and by the secret where there is none", async () => {
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
  test("ends a read that is under way, forgets everything, and refuses afterwards", async () => {
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

  test("survives a signal that cannot be touched, as on workerd from another request", async () => {
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

  test("by `using`, where the runtime has it", async () => {
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
