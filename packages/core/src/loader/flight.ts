import type { AnyClientSecrets } from "../format/client-secrets.ts"
import { platform } from "../platform.ts"
import type { AbortSignalLike } from "../source/source.ts"

/**
 * How a read ended.
 *
 * - `value`: it returned a client. `error`: it failed, with the error for the callers.
 * - `superseded`: the loader abandoned it, was disposed, or was frozen meanwhile: it says nothing about the client.
 */
export type FlightOutcome =
  | { readonly kind: "value"; readonly secrets: AnyClientSecrets }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "superseded" }

/** One read that all callers share, with its retries. */
export interface Flight {
  /** Which read of the loader it is, from 1; 0 until it begins to read. */
  number: number
  /** When it was started; earlier where the clock was set back. */
  startedAt: number
  readonly controller: { readonly signal: AbortSignalLike; abort(reason: unknown): void }
  /** Settles when the read has ended. It rejects only on workerd, where the request that started the read has ended first. */
  done: Promise<void>
  /** Set before `done` resolves, whatever happened; `superseded` until then. */
  outcome: FlightOutcome
}

/**
 * Starts a read in the next microtask, so that all calls of one turn share it, even if only a later one of them asks
 * for a read past every cache.
 *
 * @param work reads and returns the outcome; an error that it throws becomes one
 */
export function startFlight(startedAt: number, work: (flight: Flight) => Promise<FlightOutcome>): Flight {
  const flight: Flight = {
    number: 0,
    startedAt,
    // Made within the call: one of another request throws on workerd.
    controller: new platform.AbortController(),
    done: Promise.resolve(),
    outcome: { kind: "superseded" },
  }
  flight.done = run(flight, work)
  return flight
}

async function run(flight: Flight, work: (flight: Flight) => Promise<FlightOutcome>): Promise<void> {
  await undefined
  let outcome: FlightOutcome = { kind: "superseded" }
  try {
    outcome = await work(flight)
  } catch (error) {
    outcome = { kind: "error", error }
  } finally {
    flight.outcome = outcome
  }
}
