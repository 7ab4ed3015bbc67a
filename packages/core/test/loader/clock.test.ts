import { expect, test, vi } from "vitest"
import { systemClock } from "../../src/loader/clock.ts"

test("sleeps on the platform's timer, looked up at the time of use", () => {
  vi.useFakeTimers()
  try {
    const woken: number[] = []
    systemClock.sleep(10, () => woken.push(10))
    const callOff = systemClock.sleep(20, () => woken.push(20))
    systemClock.sleep(30, () => woken.push(30))
    callOff()
    vi.advanceTimersByTime(50)
    expect(woken).toEqual([10, 30])
    expect(systemClock.now()).toBe(Date.now())
  } finally {
    vi.useRealTimers()
  }
})

test("caps a timer at the longest delay, since a longer one would fire immediately", () => {
  vi.useFakeTimers()
  try {
    for (const milliseconds of [2 ** 31, Number.POSITIVE_INFINITY]) {
      systemClock.sleep(milliseconds, () => expect.unreachable())()
    }
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
