import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import { createLoader } from "../../src/loader/create-loader.ts"
import { CountingSignal } from "../counting-signal.ts"
import { FakeClock } from "../fake-clock.ts"
import { FakeStore } from "../fake-store.ts"

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

function heapUsed(): number {
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test("a million calls of get() leave nothing behind: no listener, no timer, no memory", async () => {
  const unhandled: unknown[] = []
  const onUnhandled = (reason: unknown) => unhandled.push(reason)
  process.on("unhandledRejection", onUnhandled)
  const clock = new FakeClock()
  const store = new FakeStore()
  const signal = new CountingSignal()
  const loader = createLoader(store, { clock, waitUntil: () => {} })
  let mostListeners = 0

  /** One round of everything that can happen: 100,000 calls of get(). */
  const round = async () => {
    store.rotate("first")
    await loader.get()
    for (let index = 0; index < 90_000; index++) await loader.get()
    for (let index = 0; index < 7_000; index++) await loader.get({ signal })
    // Stale ones wait for a store that hangs, then for one that fails, until only the error remains.
    store.hang()
    clock.time += 400_000
    const waiting = Array.from({ length: 1_000 }, () => loader.get({ signal }))
    mostListeners = Math.max(mostListeners, signal.listeners.size)
    await clock.advance(20_000)
    await Promise.all(waiting)
    store.fail({ code: "unavailable" })
    for (let index = 0; index < 1_000; index++) {
      await loader.get({ signal })
      clock.time += 100
    }
    store.fail({ code: "denied" })
    clock.time += 100_000
    for (let index = 0; index < 1_000; index++) await loader.get().catch(() => {})
    clock.time += 100_000
    expect([signal.listeners.size, clock.sleepers.size]).toEqual([0, 0])
    store.reads.length = 0
  }

  try {
    await round()
    const before = heapUsed()
    for (let count = 0; count < 10; count++) await round()
    // A single byte for each get would be a million.
    expect(heapUsed() - before).toBeLessThan(750_000)
    expect(mostListeners).toBe(1_000)
    expect(unhandled).toEqual([])
  } finally {
    process.off("unhandledRejection", onUnhandled)
  }
})

test("a read that never ends keeps neither the callers nor the loader in memory", async () => {
  const clock = new FakeClock()
  const store = new FakeStore()
  store.hang()
  const callers: WeakRef<object>[] = []
  let loader: ReturnType<typeof createLoader> | undefined = createLoader(store, { clock })
  const ask = () => {
    const signal = new CountingSignal()
    callers.push(new WeakRef(signal))
    loader?.get({ signal }).catch(() => {})
  }
  for (let index = 0; index < 100; index++) ask()
  await clock.advance(20_000)
  store.reads.length = 0
  collectGarbage()
  await clock.advance(0)
  collectGarbage()
  expect(callers.filter(caller => caller.deref() !== undefined).length).toBe(0)
  const held = new WeakRef(loader)
  loader = undefined
  await clock.advance(0)
  collectGarbage()
  expect(held.deref()).toBeUndefined()
})
