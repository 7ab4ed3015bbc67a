import { checkOptions, type ParseClientSecretsOptions } from "../format/parse-options.ts"
import { kindOfValue } from "../kind-of-value.ts"
import { type Clock, systemClock } from "./clock.ts"
import type { CreateLoaderOptions, WaitUntil } from "./loader.ts"

/** The options of a loader with their defaults. All times are in milliseconds. */
export interface LoaderSettings {
  readonly ttl: number
  /** Depends on whether a call has a `waitUntil` where the option is not set. */
  readonly staleWhileRevalidate: number | undefined
  readonly staleIfError: number
  readonly softTimeout: number
  readonly attemptTimeout: number
  readonly timeout: number
  readonly retries: number
  readonly backoff: number
  readonly maxBackoff: number
  readonly waitUntil: WaitUntil | undefined
  /** Never throws and always returns a number. */
  readonly clock: Clock
  /** Never throws and always returns a number in [0, 1]. */
  readonly random: () => number
  /** The parser's options. */
  readonly parsing: ParseClientSecretsOptions
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {TypeError} for an option that has the wrong type.
 */
export function resolveLoaderSettings(options: CreateLoaderOptions): LoaderSettings {
  const own = checkOptions(options)
  return {
    ttl: numberOf(own, "ttl") ?? 300_000,
    staleWhileRevalidate: numberOf(own, "staleWhileRevalidate"),
    staleIfError: numberOf(own, "staleIfError") ?? 3_600_000,
    softTimeout: numberOf(own, "softTimeout") ?? 500,
    attemptTimeout: numberOf(own, "attemptTimeout") ?? 5_000,
    timeout: numberOf(own, "timeout") ?? 10_000,
    retries: numberOf(own, "retries") ?? 2,
    backoff: numberOf(own, "backoff") ?? 1_000,
    maxBackoff: numberOf(own, "maxBackoff") ?? 60_000,
    waitUntil: functionOf(own, "waitUntil"),
    clock: own.clock === undefined ? systemClock : dependableClock(own.clock),
    random: dependableRandom(functionOf(own, "random") ?? Math.random),
    parsing: own,
  }
}

type NumberOption =
  | "ttl"
  | "staleWhileRevalidate"
  | "staleIfError"
  | "softTimeout"
  | "attemptTimeout"
  | "timeout"
  | "retries"
  | "backoff"
  | "maxBackoff"

function numberOf(own: CreateLoaderOptions, name: NumberOption): number | undefined {
  const value: unknown = own[name]
  if (value === undefined || (typeof value === "number" && value >= 0)) return value
  const unit = name === "retries" ? "number" : "number of milliseconds"
  throw new TypeError(`The option ${name} must be a ${unit}, 0 or more; received ${kindOfValue(value)}.`)
}

function functionOf<Name extends "waitUntil" | "random">(
  own: CreateLoaderOptions,
  name: Name,
): CreateLoaderOptions[Name] {
  const value: unknown = own[name]
  if (value === undefined || typeof value === "function") return value as CreateLoaderOptions[Name]
  throw new TypeError(`The option ${name} must be a function; received ${kindOfValue(value)}.`)
}

/**
 * A clock that cannot stop the loader: one that throws, or returns something other than a number, is not called again, and
 * the platform's clock replaces it. The loader treats the leap of time as an expired copy, so it keeps nothing too long.
 */
function dependableClock(given: Clock): Clock {
  let current = given
  return {
    now() {
      try {
        const now: unknown = current.now()
        if (Number.isFinite(now)) return now as number
      } catch {
        // An error of a clock says nothing about the client.
      }
      current = systemClock
      return systemClock.now()
    },
    sleep(milliseconds, wake) {
      try {
        const cancel = current.sleep(milliseconds, wake)
        return () => {
          try {
            cancel()
          } catch {
            // The timer fires later; nothing waits for it any more.
          }
        }
      } catch {
        current = systemClock
        return systemClock.sleep(milliseconds, wake)
      }
    },
  }
}

function dependableRandom(given: () => number): () => number {
  return () => {
    try {
      const drawn: unknown = given()
      if (typeof drawn === "number" && drawn >= 0 && drawn <= 1) return drawn
    } catch {
      // Jitter without chance is better than no loader.
    }
    return 0.5
  }
}
