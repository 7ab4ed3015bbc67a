import { expect, test } from "vitest"
import { withDeadline } from "../src/index.ts"

const never = () => new Promise<never>(() => {})
const reason = Object.freeze({ why: "the caller's own" })

test("gives what the work gives", async () => {
  expect(await withDeadline(undefined, 1_000, async () => 1)).toBe(1)
  expect(await withDeadline(new AbortController().signal, 1_000, async () => 2)).toBe(2)
})

test("rejects with what the work rejects with", async () => {
  const failure = new Error("failed")
  await expect(withDeadline(undefined, 1_000, () => Promise.reject(failure))).rejects.toBe(failure)
})

test("does not start the work of a caller who has gone", async () => {
  let started = false
  const work = async () => {
    started = true
  }
  await expect(withDeadline(AbortSignal.abort(reason), 1_000, work)).rejects.toBe(reason)
  expect(started).toBe(false)
})

test("rejects with the caller's reason, also where the work pays no heed", async () => {
  const controller = new AbortController()
  const waiting = withDeadline(controller.signal, 60_000, never)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})

test("rejects with `timeout`, also where the work pays no heed", async () => {
  await expect(withDeadline(undefined, 5, never)).rejects.toMatchObject({ code: "timeout", transient: true })
})

test("ends the signal of the work with the work, and leaves no listener behind", async () => {
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
