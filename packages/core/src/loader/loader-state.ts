import { ClientSecretsError, type ClientSecretsErrorCode } from "../error.ts"
import type { AnyClientSecrets } from "../format/client-secrets.ts"
import type { Secret } from "../secret/secret.ts"
import type { LoaderSettings } from "./loader-settings.ts"

/** A client as it was read, with what distinguishes it from the next one. */
export interface ReadClient {
  readonly secrets: AnyClientSecrets
  readonly version: string | undefined
  /** The name of the source that returned it. */
  readonly from: string
}

/** The current client, and how long it may be returned. */
export interface Copy extends ReadClient {
  /** Settled: a `get()` that finds a fresh copy returns this and creates nothing. */
  readonly promise: Promise<AnyClientSecrets>
  readonly readAt: number
  readonly freshUntil: number
  readonly usableUntil: number
}

/** How the last read failed. The error is the answer until `retryAt`. */
export interface Failure {
  readonly error: unknown
  /** How many reads have failed since the last success. */
  readonly count: number
  readonly failedAt: number
  readonly retryAt: number
}

/** @param readAt when the attempt began that returned the client: the client knows nothing of later changes. */
export function createCopy(client: ReadClient, readAt: number, settings: LoaderSettings): Copy {
  // Up to a tenth earlier, so that many processes do not ask the store at the same moment.
  const freshUntil = readAt + settings.ttl * (1 - settings.random() / 10)
  return {
    ...client,
    promise: Promise.resolve(client.secrets),
    readAt,
    freshUntil,
    usableUntil: freshUntil + settings.staleIfError,
  }
}

/** The copy after it was reported, or as a read brought it that began too early: still usable, no longer fresh. */
export function expireCopy(copy: Copy): Copy {
  return { ...copy, freshUntil: -Infinity }
}

/**
 * The copy as it counts now. Where the clock was set back, a copy of the future would be fresh for too long: it counts as
 * expired, and `staleIfError` begins again.
 */
export function copyAt(copy: Copy | undefined, now: number, settings: LoaderSettings): Copy | undefined {
  if (!copy || now >= copy.readAt) return copy
  return { ...copy, readAt: now, freshUntil: -Infinity, usableUntil: now + settings.staleIfError }
}

/** Whether the copy may be returned, fresh or not. */
export function isUsable(copy: Copy, now: number, revalidation: number): boolean {
  return now < Math.max(copy.usableUntil, copy.freshUntil + revalidation)
}

export function stateOf(copy: Copy | undefined, now: number): "empty" | "fresh" | "stale" | "expired" {
  if (!copy) return "empty"
  if (now < copy.freshUntil) return "fresh"
  return now < copy.usableUntil ? "stale" : "expired"
}

/** The failure after one more failed read: the wait doubles with each, or is as long as the store asked for. */
export function addFailure(
  previous: Failure | undefined,
  error: unknown,
  now: number,
  { backoff, maxBackoff, random }: LoaderSettings,
): Failure {
  const count = (previous?.count ?? 0) + 1
  const wait = Math.min(backoff * 2 ** (count - 1), maxBackoff) * (1 - random() / 4)
  const asked = ClientSecretsError.is(error) ? error.retryAfterMs : 0
  // A store's own wish counts up to five minutes: a longer one is more likely a mistake.
  return { error, count, failedAt: now, retryAt: now + Math.max(wait, Math.min(asked, 300_000)) }
}

/** The failure as it counts now: where the clock was set back, it must not answer until then. */
export function failureAt(failure: Failure | undefined, now: number): Failure | undefined {
  return failure && now < failure.failedAt ? { ...failure, retryAt: now } : failure
}

/** The code of an error, if it is one of this project: a source may throw anything. */
export function codeOf(error: unknown): ClientSecretsErrorCode | undefined {
  return ClientSecretsError.is(error) ? error.code : undefined
}

/** Whether a read returned another client: by the source's version, and without one by id and secret. */
export function isAnotherClient(one: ReadClient, other: ReadClient): boolean {
  if (one.version !== undefined && other.version !== undefined) return one.version !== other.version
  return !isSameClient(one.secrets, other.secrets)
}

export function isSameClient(one: AnyClientSecrets, other: AnyClientSecrets | undefined): boolean {
  if (one.clientId !== other?.clientId) return false
  return one.clientSecret === other?.clientSecret || (one.clientSecret?.equals(other?.clientSecret as Secret) ?? false)
}
