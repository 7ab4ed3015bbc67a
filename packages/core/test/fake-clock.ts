import type { Clock } from "../src/loader/clock.ts"

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock that does not advance until it is told to. */
export class FakeClock implements Clock {
  time = 1_000_000
  readonly sleepers: Set<Sleeper> = new Set()

  // Bound, since the loader also receives single functions.
  now = (): number => this.time

  sleep = (milliseconds: number, wake: () => void): (() => void) => {
    const sleeper = { at: this.time + milliseconds, wake }
    this.sleepers.add(sleeper)
    return () => this.sleepers.delete(sleeper)
  }

  /** Lets time pass, wakes sleepers in order, and lets everything that follows from it happen. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds
    await settle()
    for (;;) {
      const [next] = [...this.sleepers].sort((one, other) => one.at - other.at)
      if (next === undefined || next.at > end) break
      this.sleepers.delete(next)
      this.time = Math.max(this.time, next.at)
      next.wake()
      await settle()
    }
    this.time = end
  }

  /** Lets a short time pass in one step, far cheaper: what follows has twenty microtasks to happen. */
  async passQuickly(milliseconds: number): Promise<void> {
    this.time += milliseconds
    for (const sleeper of this.sleepers) {
      if (sleeper.at > this.time) continue
      this.sleepers.delete(sleeper)
      sleeper.wake()
    }
    for (let turn = 0; turn < 20; turn++) await undefined
  }
}

/** Runs every pending microtask, and those that follow. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
