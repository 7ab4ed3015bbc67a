import { expect, test } from "vitest"
import { waitFor } from "../../src/loader/wait-for.ts"
import { CountingSignal } from "../counting-signal.ts"
import { FakeClock, settle } from "../fake-clock.ts"

const never = new Promise<never>(() => {})

test("resolves when the promise has settled, either way", async () => {
  const clock = new FakeClock()
  expect(await waitFor(Promise.resolve(1), 10, undefined, clock)).toBe("settled")
  expect(await waitFor(Promise.reject(new Error("boom")), 10, undefined, clock)).toBe("settled")
  expect(clock.sleepers.size).toBe(0)
})

test("resolves when the time is over", async () => {
  const clock = new FakeClock()
  const waiting = waitFor(never, 10, undefined, clock)
  await clock.advance(9)
  expect(clock.sleepers.size).toBe(1)
  await clock.advance(1)
  expect(await waiting).toBe("expired")
})

test("rejects when the caller aborts", async () => {
  const clock = new FakeClock()
  const signal = new CountingSignal()
  const waiting = waitFor(never, 10, signal, clock)
  signal.abort("reason")
  expect(await waiting).toBe("aborted")
})

test("leaves neither a timer nor a listener, however it ended", async () => {
  const clock = new FakeClock()
  const signal = new CountingSignal()
  await waitFor(Promise.resolve(), 10, signal, clock)
  expect([clock.sleepers.size, signal.listeners.size]).toEqual([0, 0])

  const expiring = waitFor(never, 10, signal, clock)
  expect([clock.sleepers.size, signal.listeners.size]).toEqual([1, 1])
  await clock.advance(10)
  await expiring
  expect([clock.sleepers.size, signal.listeners.size]).toEqual([0, 0])

  let resolve = () => {}
  const late = waitFor(new Promise<void>(given => (resolve = given)), 10, signal, clock)
  signal.abort("reason")
  await late
  expect([clock.sleepers.size, signal.listeners.size]).toEqual([0, 0])
  resolve()
  await settle()
  expect(await late).toBe("aborted")
})
