import { ClientSecretsError, type ClientSecretsErrorDetails } from "../error.ts"
import type { AnyClientSecrets, ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import { ownProperties } from "../platform.ts"
import { endsCopy } from "../source/classify-failure.ts"
import { timeoutError } from "../source/read-in-time.ts"
import { describeMistake, nameOf } from "../source/read-source.ts"
import type { Source } from "../source/source.ts"
import { type Flight, type FlightOutcome, startFlight } from "./flight.ts"
import type { CreateLoaderOptions, GetOptions, Loader, LoaderMethods, WaitUntil } from "./loader.ts"
import { LoaderEvents } from "./loader-events.ts"
import { type LoaderSettings, resolveLoaderSettings } from "./loader-settings.ts"
import {
  addFailure,
  type Copy,
  codeOf,
  copyAt,
  createCopy,
  expireCopy,
  type Failure,
  failureAt,
  isAnotherClient,
  isSameClient,
  isUsable,
  stateOf,
} from "./loader-state.ts"
import { type Landing, readClient } from "./read-client.ts"
import { waitFor } from "./wait-for.ts"

/**
 * Creates a loader: it reads the source when the client is first requested, keeps it, and reads it again when it is old.
 *
 * However many callers ask, one read is in progress. A good document outlives an outage and an invalid successor
 * (`staleIfError`), but not a revocation: where the source says denied, not found or deleted, `get()` rejects. The loader
 * reads nothing, starts no timer and draws no random number until it is called, and keeps no timer between calls.
 *
 * @example
 * ```ts
 * const google = createLoader(firstOf(envSource(), fileSource()), { type: "web" })
 * const { clientId, clientSecret } = await google.get()
 * ```
 * @throws {TypeError} for something that is not a source, or an option that has the wrong type. `get()` and `refresh()`
 * reject with the codes of `loadClientSecrets`, and with `aborted` once the loader is disposed.
 */
export function createLoader<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(source: Source, options?: CreateLoaderOptions<Type, Optional>): Loader<ClientSecrets<Type, Optional>>
export function createLoader(source: Source, options?: CreateLoaderOptions): Loader<AnyClientSecrets> {
  const mistake = describeMistake(source)
  if (mistake === undefined) return loaderOf(source, resolveLoaderSettings(options === undefined ? {} : options))
  // It may be the document: see describeMistake().
  source = undefined as never
  throw new TypeError(mistake)
}

function loaderOf(source: Source, settings: LoaderSettings): Loader<AnyClientSecrets> {
  const { clock } = settings
  // A second more than a read can take. A read that is still in progress was started by a request that has ended.
  const lostAfter = settings.timeout + 1_000

  let copy: Copy | undefined
  let failure: Failure | undefined
  let flight: Flight | undefined
  // Reads are distinguished by number, not by time: a clock can show the same time while a secret is rotated.
  let begun = 0
  let landed = 0
  /** The first read that began after the latest report or `refresh()`. No later caller accepts an earlier one. */
  let required = 0
  let reportedAt = -Infinity
  let isDisposed = false
  const events = new LoaderEvents(clock)

  async function answer(call: GetOptions | undefined, isRefresh: boolean): Promise<AnyClientSecrets> {
    const { signal, waitUntil = settings.waitUntil } = ownProperties(call ?? {})
    const revalidation = settings.staleWhileRevalidate ?? (waitUntil ? 60_000 : 0)
    let calledAt = Infinity
    let accepted: number | undefined
    let lostReads = 0
    // Each round looks at everything again: while this call waited, others went on. A call waits for three reads at most:
    // one that began too early, one that was lost, and one more.
    for (;;) {
      if (signal?.aborted) throw signal.reason
      if (isDisposed) throw disposedError()
      const now = lookAtClock()
      calledAt = Math.min(calledAt, now)
      const usable = isRefresh ? undefined : usableCopy(now, revalidation)
      if (usable && now < usable.freshUntil) return give(usable, "hit")
      if (failure && now < failure.retryAt) return standIn(usable, failure.error)
      if (lostReads === 2) throw timeoutError(source, lostAfter, [])

      if (isRefresh && accepted === undefined) required = begun + 1
      accepted ??= required
      const joined = flight ?? takeOff(now, waitUntil)
      if (usable && now < usable.freshUntil + revalidation) return give(usable, "stale")

      const waitsUntil = usable
        ? Math.min(joined.startedAt, calledAt) + settings.softTimeout
        : joined.startedAt + lostAfter
      const end = waitsUntil > now ? await waitFor(joined.done, waitsUntil - now, signal, clock) : "expired"
      if (end === "aborted") continue
      if (end === "expired" && usable) return give(usable, "stale")
      const { outcome } = joined
      if (end === "expired" || outcome.kind === "superseded") {
        // The next round starts another one. Node's timers may fire a millisecond early, so it is not left to the clock.
        if (flight === joined) flight = undefined
        lostReads++
        continue
      }
      if (joined.number < accepted) continue
      if (outcome.kind === "value") return outcome.secrets
      return standIn(isRefresh ? undefined : usableCopy(clock.now(), revalidation), outcome.error)
    }
  }

  /** The time, after a look at whether the clock was set back and whether the read in progress is lost. */
  function lookAtClock(): number {
    const now = clock.now()
    copy = copyAt(copy, now, settings)
    failure = failureAt(failure, now)
    if (flight) flight.startedAt = Math.min(flight.startedAt, now)
    if (flight && isLost(flight, now)) flight = undefined
    return now
  }

  function isLost({ startedAt }: Flight, now: number): boolean {
    return now >= startedAt + lostAfter
  }

  function usableCopy(now: number, revalidation: number): Copy | undefined {
    return copy && isUsable(copy, now, revalidation) ? copy : undefined
  }

  function give(given: Copy, type: "hit" | "stale", error?: unknown): AnyClientSecrets {
    events.emit(type, given.from, given.readAt, error)
    return given.secrets
  }

  function standIn(usable: Copy | undefined, error: unknown): AnyClientSecrets {
    if (usable) return give(usable, "stale", error)
    // A separate error for each caller, with that caller's stack.
    throw ClientSecretsError.is(error)
      ? new ClientSecretsError(error.code, error.message, error as ClientSecretsErrorDetails)
      : error
  }

  function takeOff(now: number, waitUntil: WaitUntil | undefined): Flight {
    const started = startFlight(now, fly)
    flight = started
    waitUntil?.(started.done)
    return started
  }

  async function fly(self: Flight): Promise<FlightOutcome> {
    self.number = ++begun
    const held = copy
    const isForced = landed < required
    const hasAnswer = failure !== undefined || (held !== undefined && clock.now() < held.usableUntil)
    const context = { force: isForced, previousVersion: isForced ? undefined : held?.version }
    const limits = { ...settings, retries: hasAnswer ? 0 : settings.retries, signal: self.controller.signal }
    let landing: Landing | undefined
    let thrown: unknown
    try {
      landing = await readClient(source, context, limits, settings.parsing, held)
    } catch (error) {
      thrown = error
    }
    // If another read replaced it, or the process was frozen in between (as on Lambda), it says nothing about now.
    lookAtClock()
    if (flight !== self) return { kind: "superseded" }
    flight = undefined
    return landing ? land(self, landing) : fail(thrown)
  }

  function land({ number }: Flight, { client, readAt }: Landing): FlightOutcome {
    const previous = copy
    const next = createCopy(client, readAt, settings)
    copy = number < required ? expireCopy(next) : next
    landed = number
    failure = undefined
    events.emit("refresh", client.from, previous?.readAt)
    if (previous && isAnotherClient(previous, client)) events.emit("rotated", client.from, previous.readAt)
    return { kind: "value", secrets: client.secrets }
  }

  function fail(error: unknown): FlightOutcome {
    const previous = copy
    failure = addFailure(failure, error, clock.now(), settings)
    if (endsCopy(error)) copy = undefined
    const from = (ClientSecretsError.is(error) && error.source) || nameOf(source)
    events.emit("refresh-failed", from, previous?.readAt, error)
    return { kind: "error", error }
  }

  function dispose(): void {
    const ended = flight
    isDisposed = true
    copy = failure = flight = undefined
    events.clear()
    try {
      ended?.controller.abort(disposedError())
    } catch {
      // Of another request, on workerd: it ends with that.
    }
  }

  const methods: LoaderMethods<AnyClientSecrets> & Record<symbol, () => unknown> = {
    get(call) {
      // The hot path: nothing is created where the copy is fresh and nobody listens.
      if (call === undefined && copy !== undefined && !events.isHeard) {
        const now = clock.now()
        if (now < copy.freshUntil && now >= copy.readAt) return copy.promise
      }
      return answer(call, false)
    },
    peek: () => copy?.secrets,
    refresh: call => answer(call, true),
    invalidate(secrets) {
      const now = lookAtClock()
      const isRepeated = now >= reportedAt && now < reportedAt + 60_000
      if (!copy || !isSameClient(copy.secrets, secrets) || isRepeated) return
      reportedAt = now
      required = begun + 1
      copy = expireCopy(copy)
    },
    status() {
      const now = clock.now()
      const held = copyAt(copy, now, settings)
      const last = failureAt(failure, now)
      return {
        state: isDisposed ? "disposed" : stateOf(held, now),
        source: held?.from,
        age: held && now - held.readAt,
        refreshing: flight !== undefined && !isLost(flight, now),
        failures: last?.count ?? 0,
        code: codeOf(last?.error),
        retryIn: last && Math.max(last.retryAt - now, 0),
      }
    },
    subscribe: listener => events.subscribe(listener),
    dispose,
  }
  // Not every runtime has the symbols of `using`.
  const symbols = Symbol as { readonly dispose?: symbol; readonly asyncDispose?: symbol }
  if (symbols.dispose) methods[symbols.dispose] = dispose
  if (symbols.asyncDispose) methods[symbols.asyncDispose] = async () => dispose()
  return methods as unknown as Loader<AnyClientSecrets>
}

function disposedError(): ClientSecretsError {
  return new ClientSecretsError("aborted", "This loader is disposed.")
}
