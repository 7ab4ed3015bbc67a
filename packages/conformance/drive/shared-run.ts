/**
 * How often a run may be started: under CI once more than on a developer's machine.
 *
 * A runtime is another program, and has faults of its own that one run in some hundred shows. What passes only at the second
 * attempt is printed by scripts/summary.mjs as UNSTABLE, with the first attempt's reason, so that it is not lost.
 */
export const attempts: number = process.env["CI"] === "true" ? 2 : 1

/** Checks the outcome of the run that all tests of one runtime share; throws what the check throws. */
export type CheckOutcome<Outcome> = (check: (outcome: Outcome) => void) => Promise<void>

/**
 * A run that is started for the first check, and again for the check after one that failed, at most `limit` times in all.
 *
 * `start` gets the number of the attempt, from 1.
 */
export function shareRun<Outcome>(
  start: (attempt: number) => Promise<Outcome>,
  limit: number = attempts,
): CheckOutcome<Outcome> {
  let attempt = 0
  let current: Promise<Outcome> | undefined
  return async check => {
    current ??= start(++attempt)
    try {
      check(await current)
    } catch (error) {
      if (attempt < limit) current = undefined
      throw error
    }
  }
}
