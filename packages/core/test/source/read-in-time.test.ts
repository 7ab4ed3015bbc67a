import { inspect } from "node:util"
import { expect, test } from "vitest"
import { findLeaks, freshSecret } from "../../../conformance/src/leaks.ts"
import { ClientSecretsError } from "../../src/error.ts"
import { firstOf } from "../../src/source/first-of.ts"
import { readInTime } from "../../src/source/read-in-time.ts"
import type { AbortSignalLike } from "../../src/source/source.ts"
import { CountingSignal } from "../counting-signal.ts"
import { sourceOf, thrownBy } from "../example-client.ts"
import { FakeClock } from "../fake-clock.ts"

const howToGetOne = "How to get one: https://github.com/client-secrets/client-secrets/blob/main/docs/get-the-file.md"

test("returns the document, and leaves no timer", async () => {
  const clock = new FakeClock()
  const found = await readInTime(
    sourceOf("store", () => ({ content: "text" })),
    {},
    { timeout: 10, signal: undefined, clock },
  )
  expect(found).toMatchObject({ content: "text", from: "store" })
  expect(clock.sleepers.size).toBe(0)
})

test("not_found lists the links that were tried", async () => {
  const missing = firstOf(
    sourceOf("a", () => undefined),
    sourceOf("b", () => undefined),
  )
  const error = await thrownBy(() =>
    readInTime(missing, {}, { timeout: 10, signal: undefined, clock: new FakeClock() }),
  )
  expect(error).toMatchObject({
    code: "not_found",
    message: `No client file was found. Tried: a (does not exist); b (does not exist). ${howToGetOne}`,
  })
})

test("times out although the source ignores its signal, names the link that hung, and aborts the signal", async () => {
  const clock = new FakeClock()
  let signal: AbortSignalLike | undefined
  const hanging = sourceOf("hanging", context => {
    signal = context?.signal
    return new Promise<never>(() => {})
  })
  const chain = firstOf(
    sourceOf("missing", () => undefined),
    hanging,
  )
  const reading = thrownBy(() => readInTime(chain, {}, { timeout: 250, signal: undefined, clock }))
  await clock.advance(249)
  expect(signal?.aborted).toBe(false)
  await clock.advance(1)
  const error = await reading
  expect(error).toMatchObject({
    code: "timeout",
    message: "hanging did not answer within 250 ms.",
    source: "hanging",
    transient: true,
    attempts: [
      { source: "missing", code: "not_found" },
      { source: "hanging", code: "timeout" },
    ],
  })
  expect(signal?.aborted).toBe(true)
  expect(signal?.reason).toBe(error)
  expect(clock.sleepers.size).toBe(0)
})

test("reports our own timeout, whatever the source throws on abort", async () => {
  const secret = freshSecret()
  const clock = new FakeClock()
  const source = sourceOf("aws", context => {
    return new Promise((_, reject) => {
      context?.signal?.addEventListener("abort", () => reject(new DOMException(secret, "TimeoutError")))
    })
  })
  const reading = thrownBy(() => readInTime(source, {}, { timeout: 10, signal: undefined, clock }))
  await clock.advance(10)
  const error = await reading
  expect(error).toBeInstanceOf(ClientSecretsError)
  expect(findLeaks([secret], { inspected: inspect(error, { showHidden: true, depth: 9 }) })).toEqual([])
})

test("rejects immediately with the caller's reason, even if the source continues", async () => {
  const clock = new FakeClock()
  const caller = new CountingSignal()
  let signal: AbortSignalLike | undefined
  const source = sourceOf("slow", context => {
    signal = context?.signal
    return new Promise<never>(() => {})
  })
  const reading = thrownBy(() => readInTime(source, {}, { timeout: 10, signal: caller, clock }))
  const reason = { why: "the caller's own" }
  caller.abort(reason)
  expect(await reading).toBe(reason)
  // The source gets a separate signal, never the caller's.
  expect(signal).not.toBe(caller)
  expect(signal?.reason).toBe(reason)
  expect([clock.sleepers.size, caller.listeners.size]).toEqual([0, 0])
})

test("does not start to read if the caller has already aborted", async () => {
  let reads = 0
  const source = sourceOf("store", () => {
    reads++
  })
  const reason = { why: "the caller's own" }
  const limits = { timeout: 10, signal: AbortSignal.abort(reason), clock: new FakeClock() }
  expect(await thrownBy(() => readInTime(source, {}, limits))).toBe(reason)
  expect(reads).toBe(0)
})
