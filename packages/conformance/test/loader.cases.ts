import {
  assert,
  assertEqual,
  assertNoLeak,
  assertThrows,
  type Case,
  printingRoutes,
  printOnConsole,
} from "@client-secrets/conformance"
import { ClientSecretsError, createLoader, type LoaderEvent, type ReadContext, type Source } from "@client-secrets/core"
import { documentOf } from "./subjects.ts"

/** The loader on each runtime's own timers, promises and signals; core tests its decisions, on a fake clock. */
export const cases: readonly Case[] = [
  {
    name: "reads once for simultaneous callers, and returns the same client afterwards",
    async run({ freshSecret }) {
      const secret = freshSecret()
      const { source, reads } = countingSource(async () => {
        await pause(20)
        return { content: documentOf(secret) }
      })
      const loader = createLoader(source)
      const given = new Set(await Promise.all(Array.from({ length: 100 }, () => loader.get())))
      assertEqual(given.size, 1)
      assert(loader.peek()?.clientSecret.reveal() === secret, "the secret is the one that was read")
      assert((await loader.get()) === loader.peek(), "the same client is given again")
      assertEqual(reads.length, 1)
    },
  },
  {
    name: "abandons a source that hangs, and aborts its signal",
    async run() {
      const { source, reads } = countingSource(() => new Promise(() => {}))
      const loader = createLoader(source, { attemptTimeout: 20, timeout: 60, retries: 0, backoff: 60_000 })
      await assertCode(() => loader.get(), "timeout")
      const signal = reads[0]?.signal as AbortSignal
      assert(signal.aborted && ClientSecretsError.is(signal.reason), "the source's signal has aborted, with the error")
      // The error is remembered: the source is not read again immediately.
      await assertCode(() => loader.get(), "timeout")
      assertEqual(reads.length, 1)
    },
  },
  {
    name: "makes another attempt after a transient failure",
    async run({ freshSecret }) {
      const document = documentOf(freshSecret())
      const { source, reads } = countingSource(async () => {
        if (reads.length < 3) throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" })
        return { content: document }
      })
      await createLoader(source).get()
      assertEqual(reads.length, 3)
    },
  },
  {
    name: "a caller that aborts gets its own reason, and the others get their answer",
    async run({ freshSecret }) {
      const document = documentOf(freshSecret())
      const { source, reads } = countingSource(async () => {
        await pause(50)
        return { content: document }
      })
      const loader = createLoader(source)
      const controller = new AbortController()
      const reason = { why: "the caller's own" }
      const giving = assertThrows(() => loader.get({ signal: controller.signal }))
      const other = loader.get()
      setTimeout(() => controller.abort(reason), 5)
      assert((await giving) === reason, "the reason is the caller's")
      await other
      assertEqual(reads.length, 1)
    },
  },
  {
    name: "bridges an outage with the old document, but not a revocation",
    async run({ freshSecret }) {
      const document = documentOf(freshSecret())
      let thrown: unknown
      const { source } = countingSource(async () => {
        if (thrown !== undefined) throw thrown
        return { content: document }
      })
      const loader = createLoader(source, { ttl: 0, backoff: 1, maxBackoff: 1 })
      const secrets = await loader.get()
      thrown = new TypeError("fetch failed")
      assert((await loader.get()) === secrets, "the old document stands in")
      await pause(5)
      thrown = { status: 403 }
      await assertCode(() => loader.get(), "denied")
      assertEqual(loader.peek(), undefined)
    },
  },
  {
    name: "reads again immediately after invalidate(), past every cache",
    async run({ freshSecret }) {
      const [old, current] = [freshSecret(), freshSecret()]
      const { source, reads } = countingSource(async ({ force }) => ({ content: documentOf(force ? current : old) }))
      const loader = createLoader(source)
      loader.invalidate(await loader.get())
      assert((await loader.get()).clientSecret.reveal() === current, "the secret is the new one")
      assertEqual(reads.length, 2)
    },
  },
  {
    name: "a clock that is set back makes the document stale, and does not block reads",
    async run({ freshSecret }) {
      const document = documentOf(freshSecret())
      let thrown: unknown
      const { source, reads } = countingSource(async () => {
        if (thrown !== undefined) throw thrown
        return { content: document }
      })
      let lost = 0
      const clock = {
        now: () => Date.now() - lost,
        sleep(milliseconds: number, wake: () => void) {
          const timer = setTimeout(wake, milliseconds)
          return () => clearTimeout(timer)
        },
      }
      const loader = createLoader(source, { clock })
      const secrets = await loader.get()
      assert((await loader.get()) === secrets, "the document is fresh")
      assertEqual(reads.length, 1)
      lost += 3_600_000
      await loader.get()
      assertEqual(reads.length, 2)
      lost += 3_600_000
      thrown = { status: 503 }
      for (const _ of ["one that asks", "one that is told"]) await loader.get()
      assertEqual(reads.length, 3)
      // The failure is in the future now: until then it must not be the answer.
      lost += 3_600_000
      await loader.get()
      assertEqual(reads.length, 4)
      assertEqual(loader.status().code, "unavailable")
    },
  },
  {
    name: "dispose() ends a read in progress, also through `using`",
    async run() {
      const { source } = countingSource(() => new Promise(() => {}))
      for (const key of ["dispose", "asyncDispose"] as const) {
        const loader = createLoader(source)
        const getting = assertCode(() => loader.get(), "aborted")
        await pause(1)
        const symbols = Symbol as { readonly dispose?: symbol; readonly asyncDispose?: symbol }
        const end = symbols[key] === undefined ? loader.dispose : (loader as never)[symbols[key]]
        ;(end as () => void)()
        await getting
        await assertCode(() => loader.get(), "aborted")
      }
    },
  },
  {
    name: "leaves no timer",
    async run({ freshSecret }) {
      // Otherwise this process would not end.
      const { source } = countingSource(async () => ({ content: documentOf(freshSecret()) }))
      const loader = createLoader(source, { attemptTimeout: 600_000, timeout: 600_000, ttl: 0, softTimeout: 600_000 })
      await loader.get()
      await loader.get()
    },
  },
  {
    name: "prints no secret, and neither do its events and errors",
    async run({ freshSecret }) {
      const secret = freshSecret()
      const { source, reads } = countingSource(async () => {
        if (reads.length > 1) throw Object.assign(new Error(secret), { code: secret, body: secret })
        return { content: documentOf(secret) }
      })
      const loader = createLoader(source, { ttl: 0, staleIfError: 0, retries: 0 })
      const events: LoaderEvent[] = []
      loader.subscribe(event => events.push(event))
      const secrets = await loader.get()
      const error = await assertThrows(() => loader.get())
      for (const [name, value] of Object.entries({ loader, secrets, error, events, status: loader.status() })) {
        assertNoLeak([secret], printingRoutes(value))
        printOnConsole(value)
        assert(name.length > 0, "printed")
      }
      assertEqual(events.length > 0, true)
    },
  },
]

function countingSource(read: (context: ReadContext) => Promise<unknown>): { source: Source; reads: ReadContext[] } {
  const reads: ReadContext[] = []
  const source: Source = {
    name: "memory",
    async read(context = {}) {
      reads.push(context)
      return (await read(context)) as Awaited<ReturnType<Source["read"]>>
    },
  }
  return { source, reads }
}

async function assertCode(call: () => Promise<unknown>, code: string): Promise<void> {
  const error = await assertThrows(call)
  assert(ClientSecretsError.is(error), "it is a ClientSecretsError")
  assertEqual(error.code, code)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
