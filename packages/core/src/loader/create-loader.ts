import { ClientSecretsError } from "../error.ts"
import type { AnyClientSecrets, ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import { checkOptions } from "../format/parse.ts"
import { ownProperties, platform } from "../platform.ts"
import type { Secret } from "../secret/secret.ts"
import { parseSourceDocument } from "../source/parse-source-document.ts"
import { checkSource, nameOf } from "../source/read-document.ts"
import { timeoutError } from "../source/read-in-time.ts"
import type { AbortSignalLike, Source } from "../source/source.ts"
import { systemClock } from "./clock.ts"
import type { CreateLoaderOptions, GetOptions, Loader, LoaderEvent, LoaderMethods, WaitUntil } from "./loader.ts"
import { readWithRetries } from "./read-with-retries.ts"
import { waitFor } from "./wait-for.ts"

/** A client as it was read, with what tells it from the next one. */
interface Identity {
  readonly secrets: AnyClientSecrets
  readonly version: string | undefined
  /** The name of the source that gave it. */
  readonly from: string
}

/** The document held, and until when it may be given. */
interface Copy extends Identity {
  /** Settled: a fresh `get()` gives this back and makes nothing. */
  readonly promise: Promise<AnyClientSecrets>
  readAt: number
  freshUntil: number
  usableUntil: number
}

/** How the last read failed; the error answers until `retryAt`. */
interface Failure {
  readonly error: unknown
  readonly count: number
  readonly failedAt: number
  retryAt: number
}

/** A read under way, which all callers share. */
interface Flight {
  readonly isForced: boolean
  readonly controller: { readonly signal: AbortSignalLike; abort(reason: unknown): void }
  startedAt: number
  /** Settles when the read has ended; never rejects. */
  promise: Promise<void>
  /** How it ended; stays away where it was given up. */
  outcome?: { readonly secrets: AnyClientSecrets } | { readonly error: unknown }
}

/**
 * Makes a loader: it reads the source when the client is first asked for, keeps it, and reads it again when it is old.
 *
 * However many callers ask, one read is under way. A good document outlives an outage and a broken successor
 * (`staleIfError`), not a revocation: where the source says denied, not found or deleted, `get()` rejects at once. It reads
 * nothing, starts no timer and draws no random number until it is called, and keeps no timer between calls.
 *
 * @example
 * ```ts
 * const loader = createLoader(firstOf(envSource(), fileSource()), { type: "web" })
 * const { clientId, clientSecret } = await loader.get()
 * ```
 * @throws {TypeError} for something that is not a source, or options that are not of their kind. `get()` and `refresh()`
 * reject with the codes of `loadClientSecrets`, and `aborted` once the loader is disposed.
 */
export function createLoader<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(source: Source, options?: CreateLoaderOptions<Type, Optional>): Loader<ClientSecrets<Type, Optional>>
export function createLoader(source: Source, options: CreateLoaderOptions = {}): Loader<AnyClientSecrets> {
  checkSource(source)
  const own = checkOptions(options)
  const { clock = systemClock, random = Math.random } = own
  // In milliseconds, but for the count of retries. Where there is a waitUntil, 60 s stand for the last one.
  const numbers = {
    ttl: 300_000,
    staleIfError: 3_600_000,
    staleWait: 500,
    attemptTimeout: 5_000,
    timeout: 10_000,
    retries: 2,
    backoff: 1_000,
    maxBackoff: 60_000,
    staleWhileRevalidate: 0,
  }
  for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) {
    numbers[name] = own[name] ?? numbers[name]
    if (!(typeof numbers[name] === "number" && numbers[name] >= 0))
      throw new TypeError(`${name} is a number, 0 or more.`)
  }
  const { ttl, staleIfError, staleWait, timeout, retries, backoff, maxBackoff } = numbers
  // A second more than a flight can take: one that is still there was started by a request that is gone.
  const orphanedAfter = timeout + 1_000

  let copy: Copy | undefined
  let failure: Failure | undefined
  let flight: Flight | undefined
  let isForcedNext = false
  let reportedAt = -Infinity
  let isDisposed = false
  const listeners = new Set<(event: LoaderEvent) => void>()

  async function answer(call: GetOptions = {}, isRefresh = false): Promise<AnyClientSecrets> {
    const { signal, waitUntil = own.waitUntil } = ownProperties(call)
    const revalidation = own.staleWhileRevalidate ?? (waitUntil ? 60_000 : 0)
    let calledAt = Infinity
    let isLastTry = false
    // Each round looks at everything anew: while this call waited, others went on.
    for (;;) {
      if (signal?.aborted) throw signal.reason
      if (isDisposed) throw disposedError()
      const now = lookAtClock()
      calledAt = Math.min(calledAt, now)
      const usable = isRefresh ? undefined : usableCopy(now, revalidation)
      if (usable && now < usable.freshUntil) return give(usable, "hit")
      if (failure && now < failure.retryAt) return standIn(usable, failure.error)
      if (isRefresh && !flight?.isForced) isForcedNext = true

      const isForcedWanted = isForcedNext
      const joined = flight ?? takeOff(now, waitUntil)
      if (usable && now < usable.freshUntil + revalidation) return give(usable, "stale")

      const waitsUntil = usable ? Math.min(joined.startedAt, calledAt) + staleWait : joined.startedAt + orphanedAfter
      const end = waitsUntil > now ? await waitFor(joined.promise, waitsUntil - now, signal, clock) : "expired"
      if (end === "expired") {
        if (usable) return give(usable, "stale")
        if (isLastTry) throw timeoutError(source, orphanedAfter, [])
        // Said here too, since Node's timers may fire a millisecond before their time.
        if (flight === joined) flight = undefined
        isLastTry = true
      }
      const { outcome } = joined
      // An orphan, or given up, or it began before the call that asks to read past the caches.
      if (end !== "settled" || !outcome || (isForcedWanted && !joined.isForced)) continue
      if ("secrets" in outcome) return outcome.secrets
      return standIn(isRefresh ? undefined : usableCopy(clock.now(), revalidation), outcome.error)
    }
  }

  /** The time; where the clock was set back, what would be fresh for too long counts as expired now. */
  function lookAtClock(): number {
    const now = clock.now()
    if (copy && now < copy.readAt) {
      copy.readAt = now
      copy.freshUntil = -Infinity
      copy.usableUntil = now + staleIfError
    }
    if (failure && now < failure.failedAt) failure.retryAt = now
    if (flight) {
      flight.startedAt = Math.min(flight.startedAt, now)
      if (now >= flight.startedAt + orphanedAfter) flight = undefined
    }
    return now
  }

  function usableCopy(now: number, revalidation: number): Copy | undefined {
    return copy && now < Math.max(copy.usableUntil, copy.freshUntil + revalidation) ? copy : undefined
  }

  function give(given: Copy, type: "hit" | "stale", error?: unknown): AnyClientSecrets {
    emit(type, given.from, given, error)
    return given.secrets
  }

  function standIn(usable: Copy | undefined, error: unknown): AnyClientSecrets {
    if (usable) return give(usable, "stale", error)
    // An error of its own for each caller, with that caller's stack.
    throw ClientSecretsError.is(error) ? new ClientSecretsError(error.code, error.message, error as never) : error
  }

  function takeOff(now: number, waitUntil: WaitUntil | undefined): Flight {
    // Made here, within the call: one of another request throws on workerd.
    const controller = new platform.AbortController()
    const started: Flight = { isForced: isForcedNext, controller, startedAt: now, promise: Promise.resolve() }
    flight = started
    isForcedNext = false
    started.promise = started.promise.then(() => fly(started))
    waitUntil?.(started.promise)
    return started
  }

  async function fly(started: Flight): Promise<void> {
    const held = copy
    const { isForced, controller } = started
    const isAlone = !failure && !(held && clock.now() < held.usableUntil)
    let arrive: () => void
    try {
      const { document, readAt } = await readWithRetries(
        source,
        { force: isForced, previousVersion: isForced ? undefined : held?.version },
        { ...numbers, retries: isAlone ? retries : 0, signal: controller.signal, clock, random },
      )
      const isUnchanged = (document.content ?? document.members) === undefined
      const secrets = isUnchanged ? held!.secrets : (parseSourceDocument(document, own) as AnyClientSecrets)
      const version = document.version ?? (isUnchanged ? held!.version : undefined)
      arrive = () => land(started, { secrets, version, from: document.from }, readAt)
    } catch (error) {
      arrive = () => fail(started, error)
    }
    // Not where another one took its place, nor where it was frozen (Lambda does that): then it says nothing about now.
    lookAtClock()
    if (flight === started) arrive()
  }

  function land(landed: Flight, next: Identity, readAt: number): void {
    const previous = copy
    const isRotated = previous !== undefined && differ(previous, next)
    // A report that came while this one was in the air stays open, unless it brought the answer.
    if (landed.isForced || isRotated) isForcedNext = false
    const expiresAt = readAt + ttl * (1 - random() / 10)
    copy = {
      ...next,
      promise: Promise.resolve(next.secrets),
      readAt,
      freshUntil: isForcedNext ? -Infinity : expiresAt,
      usableUntil: expiresAt + staleIfError,
    }
    failure = flight = undefined
    landed.outcome = next
    emit("refresh", next.from, previous)
    if (isRotated) emit("rotated", next.from, previous)
  }

  function fail(failed: Flight, error: unknown): void {
    const previous = copy
    const { code, transient, retryAfterMs = 0, source: from } = error as ClientSecretsError
    const failedAt = clock.now()
    const count = (failure?.count ?? 0) + 1
    const wait = Math.min(backoff * 2 ** (count - 1), maxBackoff) * (1 - random() / 4)
    // A store's own wish counts up to five minutes: beyond that it is more likely a mistake.
    failure = { error, count, failedAt, retryAt: failedAt + Math.max(wait, Math.min(retryAfterMs, 300_000)) }
    flight = undefined
    failed.outcome = { error }
    // Revoked, or refused for good: the old document must not live on. What is not ours, onWarning threw at a new one.
    const isOfDocument = !ClientSecretsError.is(error) || /^(invalid|too_large|client_mismatch)$/.test(code)
    if (!transient && !isOfDocument) copy = undefined
    emit("refresh-failed", from ?? nameOf(source), previous, error)
  }

  function emit(type: LoaderEvent["type"], from: string, aged?: Copy, error?: unknown): void {
    if (listeners.size === 0) return
    const age = aged && clock.now() - aged.readAt
    const event = Object.freeze({ type, source: from, age, code: (error as ClientSecretsError | undefined)?.code })
    for (const listener of [...listeners]) {
      // An async wrapper takes what the listener throws and what its promise rejects with.
      ;(async () => listener(event))().catch(() => {})
    }
  }

  function dispose(): void {
    const given = flight
    isDisposed = true
    copy = failure = flight = undefined
    listeners.clear()
    try {
      given?.controller.abort(disposedError())
    } catch {
      // Of another request, on workerd: it ends with that.
    }
  }

  const symbols = Symbol as { readonly dispose?: symbol; readonly asyncDispose?: symbol }
  const methods: LoaderMethods<AnyClientSecrets> = {
    get(call) {
      // The hot path: nothing is made where the document is fresh and nobody listens.
      if (call === undefined && copy !== undefined && listeners.size === 0) {
        const now = clock.now()
        if (now < copy.freshUntil && now >= copy.readAt) return copy.promise
      }
      return answer(call)
    },
    peek: () => copy?.secrets,
    refresh: call => answer(call, true),
    reportInvalid(secrets) {
      const now = lookAtClock()
      if (!copy || !isSameClient(copy.secrets, secrets) || (now >= reportedAt && now < reportedAt + 60_000)) return
      reportedAt = now
      isForcedNext = true
      copy.freshUntil = -Infinity
    },
    status() {
      const now = lookAtClock()
      return {
        state: isDisposed
          ? "disposed"
          : !copy
            ? "empty"
            : now < copy.freshUntil
              ? "fresh"
              : now < copy.usableUntil
                ? "stale"
                : "expired",
        source: copy?.from,
        age: copy && now - copy.readAt,
        refreshing: flight !== undefined,
        failures: failure?.count ?? 0,
        code: (failure?.error as ClientSecretsError | undefined)?.code,
        retryIn: failure && Math.max(failure.retryAt - now, 0),
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    // Where a runtime lacks the symbols of `using`, the name stands again.
    [symbols.dispose ?? "dispose"]: dispose,
    [symbols.asyncDispose ?? "dispose"]: dispose,
    dispose,
  }
  return methods as Loader<AnyClientSecrets>
}

/** What tells two documents apart: the source's version, and where it gives none the client. */
function differ(one: Identity, other: Identity): boolean {
  if (one.version !== undefined && other.version !== undefined) return one.version !== other.version
  return !isSameClient(one.secrets, other.secrets)
}

function isSameClient(one: AnyClientSecrets, other: AnyClientSecrets | undefined): boolean {
  if (one.clientId !== other?.clientId) return false
  return one.clientSecret === other?.clientSecret || (one.clientSecret?.equals(other?.clientSecret as Secret) ?? false)
}

function disposedError(): ClientSecretsError {
  return new ClientSecretsError("aborted", "This loader is disposed.")
}
