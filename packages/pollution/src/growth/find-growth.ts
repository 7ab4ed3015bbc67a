import { type Attack, attacksOn } from "./attacks.ts"

/** The least time, in milliseconds of work, that counts as slow. Shorter times are ignored: garbage collection takes as long. */
const slow = 40

/** Each is four times as long as the previous one, so that no run takes a time that grows faster than the square. */
const lengths = [25, 100, 400, 1_600, 6_400, 25_600]

/** An expression that is slow at the greatest length takes at least this time, in milliseconds, at this one. */
const early = { length: 1_600, time: slow / 400 }

/**
 * The first text on which an expression takes far more than four times as long for four times the length; otherwise
 * undefined.
 *
 * Only times of tens of milliseconds count, and only if they occur three times. The time is the work of this thread only,
 * so that other programs on a busy machine do not count.
 */
export function findGrowth(expression: RegExp): Attack | undefined {
  return attacksOn(expression).find(attack => [1, 2, 3].every(() => grows(expression, attack)))
}

function grows(expression: RegExp, { head, pump, tail }: Attack): boolean {
  let before = 0
  for (const length of lengths) {
    const { worked, passed } = timeOf(expression, head + pump.repeat(Math.ceil(length / pump.length)) + tail)
    if (worked > slow) return worked > 9 * Math.max(before, 0.01)
    if (length === early.length && passed < early.time) return false
    before = worked
  }
  return false
}

/**
 * How long an expression takes, in milliseconds: `passed` by the clock, and `worked` at most, since systems count the work
 * of a thread in steps of several milliseconds.
 */
function timeOf(expression: RegExp, text: string): { readonly worked: number; readonly passed: number } {
  expression.lastIndex = 0
  const started = process.hrtime.bigint()
  const before = process.threadCpuUsage()
  expression.test(text)
  const { user, system } = process.threadCpuUsage(before)
  const passed = Number(process.hrtime.bigint() - started) / 1e6
  return { worked: Math.min(passed, (user + system) / 1_000), passed }
}
