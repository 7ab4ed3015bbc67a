import { expect, test } from "vitest"
import { SourceError } from "../../core/src/index.ts"
import { sourceFailure, withDeadline } from "../src/index.ts"

const never = () => new Promise<never>(() => {})
const reason = Object.freeze({ why: "the caller's own" })

test("resolves with the result of the work", async () => {
  expect(await withDeadline(undefined, 1_000, async () => 1)).toBe(1)
  expect(await withDeadline(new AbortController().signal, 1_000, async () => 2)).toBe(2)
})

test("rejects with the error of the work", async () => {
  const failure = new Error("failed")
  await expect(withDeadline(undefined, 1_000, () => Promise.reject(failure))).rejects.toBe(failure)
})

test("rejects with a copy of a SourceError of the work that is a SourceError", async () => {
  const thrown = new SourceError("throttled", "Ask for a higher quota.", { retryAfterMs: 5 })
  const rejected = await withDeadline(undefined, 1_000, () => Promise.reject(thrown)).catch((error: unknown) => error)
  expect(rejected).toBeInstanceOf(SourceError)
  expect(rejected).toEqual(thrown)
  expect(String(rejected)).toBe("SourceError: Ask for a higher quota.")
})

test("rejects with the caller's reason itself, even if it is an error of a source", async () => {
  for (const own of [sourceFailure("aborted", "the caller's own"), new SourceError("aborted", "the caller's own")]) {
    const controller = new AbortController()
    const waiting = withDeadline(controller.signal, 60_000, never)
    controller.abort(own)
    await expect(waiting).rejects.toSatisfy(error => error === own)
  }
})

test("does not start the work if the caller has already aborted", async () => {
  let started = false
  const work = async () => {
    started = true
  }
  await expect(withDeadline(AbortSignal.abort(reason), 1_000, work)).rejects.toBe(reason)
  expect(started).toBe(false)
})

test("rejects with the caller's reason, even if the work ignores its signal", async () => {
  const controller = new AbortController()
  const waiting = withDeadline(controller.signal, 60_000, never)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})

test("rejects with `timeout`, even if the work ignores its signal", async () => {
  await expect(withDeadline(undefined, 5, never)).rejects.toMatchObject({ code: "timeout", transient: true })
})

test("aborts the signal of the work when the work ends, and leaves no listener", async () => {
  const listeners = new Set<unknown>()
  const caller = {
    aborted: false,
    addEventListener: (_: string, listener: unknown) => void listeners.add(listener),
    removeEventListener: (_: string, listener: unknown) => void listeners.delete(listener),
  }
  const signals: AbortSignal[] = []
  const works = [async () => {}, () => Promise.reject(new Error("failed")), never]
  for (const work of works) {
    const settled = withDeadline(caller, 20, signal => {
      signals.push(signal)
      expect([listeners.size, signal.aborted]).toEqual([1, false])
      return work()
    })
    await settled.catch(() => {})
    expect([listeners.size, signals.at(-1)?.aborted]).toEqual([0, true])
  }
  expect(signals.length).toBe(works.length)
})
