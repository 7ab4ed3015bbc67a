import { expect, test } from "vitest"
import { untilAborted } from "../src/index.ts"

const never = () => new Promise<never>(() => {})
const reason = Object.freeze({ why: "the caller's own" })

test("resolves with the result of the work", async () => {
  expect(await untilAborted(undefined, async () => 1)).toBe(1)
  expect(await untilAborted(new AbortController().signal, async () => 2)).toBe(2)
})

test("rejects with the error of the work", async () => {
  const failure = new Error("failed")
  const work = () => Promise.reject(failure)
  await expect(untilAborted(new AbortController().signal, work)).rejects.toBe(failure)
})

test("does not start the work if the caller has already aborted", async () => {
  let started = false
  const work = async () => {
    started = true
  }
  await expect(untilAborted(AbortSignal.abort(reason), work)).rejects.toBe(reason)
  expect(started).toBe(false)
})

test("rejects with the caller's reason while the work continues", async () => {
  const controller = new AbortController()
  const waiting = untilAborted(controller.signal, never)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})

test("leaves no listener", async () => {
  const listeners = new Set<unknown>()
  const signal = {
    aborted: false,
    addEventListener: (_: string, listener: unknown) => void listeners.add(listener),
    removeEventListener: (_: string, listener: unknown) => void listeners.delete(listener),
  }
  await untilAborted(signal, async () => {
    expect(listeners.size).toBe(1)
  })
  expect(listeners.size).toBe(0)
})
