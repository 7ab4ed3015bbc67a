import type { ClientSecretsErrorCode } from "../error.ts"
import type { AnyClientSecrets, ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import type { ParseClientSecretsOptions } from "../format/parse-options.ts"
import type { AbortSignalLike } from "../source/source.ts"
import type { Clock } from "./clock.ts"

/** Keeps a request's runtime alive until a promise has settled, as `waitUntil` of an edge platform does. */
export type WaitUntil = (promise: Promise<unknown>) => void

/** Options of `createLoader`, in addition to the parser's. Every time is in milliseconds and may be `Infinity`. */
export interface CreateLoaderOptions<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = MandatoryMember,
> extends ParseClientSecretsOptions<Type, Optional> {
  /** How long a client counts as fresh, in milliseconds from when its read began. Up to a tenth is taken off at random. @default 300000 */
  readonly ttl?: number | undefined
  /** How many milliseconds after the `ttl` the old client is still returned immediately while the source is read again. @default 60000 where there is a `waitUntil`, otherwise 0 */
  readonly staleWhileRevalidate?: number | undefined
  /** How many milliseconds after the `ttl` the old client is returned instead of a transient error or an invalid new document. @default 3600000 */
  readonly staleIfError?: number | undefined
  /** How many milliseconds a caller waits for a new client where the old one may still be returned. @default 500 */
  readonly softTimeout?: number | undefined
  /** How many milliseconds one attempt to read may take. @default 5000 */
  readonly attemptTimeout?: number | undefined
  /** How many milliseconds a read may take, including its retries and the waits between them. @default 10000 */
  readonly timeout?: number | undefined
  /** How often a failed read is repeated immediately, where there is neither a usable client nor a remembered error. @default 2 */
  readonly retries?: number | undefined
  /** How many milliseconds the loader waits after a failed read; doubles with each further one. Meanwhile calls get the error. @default 1000 */
  readonly backoff?: number | undefined
  /** The longest such wait, in milliseconds. @default 60000 */
  readonly maxBackoff?: number | undefined
  /**
   * The platform's `waitUntil`, where work that outlives a request has to be announced: `promise => context.waitUntil(promise)`.
   * An error that it throws reaches the caller: a `waitUntil` that was detached from its object would otherwise fail unseen. @default none
   */
  readonly waitUntil?: WaitUntil | undefined
  /** Where time comes from, for tests. Where it throws, the platform's clock answers. @default the platform's clock */
  readonly clock?: Clock | undefined
  /** Returns a number from 0 to 1, for jitter. Where it throws, 0.5 is used. @default Math.random */
  readonly random?: (() => number) | undefined
}

/** Options of one call of `get()` or `refresh()`. */
export interface GetOptions {
  /** Ends the wait of this call only: it rejects with the signal's `reason`, and the read continues for the other callers. */
  readonly signal?: AbortSignalLike | undefined
  /** The `waitUntil` of this request, used instead of the loader's. */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * An event of a loader. It contains no value of the client.
 *
 * - `hit`: a fresh client was returned. `stale`: an old one was returned, for now or instead of an error (`code`).
 * - `refresh`: a read succeeded; `age` is that of the client before. `rotated`: the read brought another client.
 * - `refresh-failed`: a read failed, with `code`.
 */
export interface LoaderEvent {
  /** The type of the event. */
  readonly type: "hit" | "stale" | "refresh" | "refresh-failed" | "rotated"
  /** The name of the source that returned the document, or that failed. */
  readonly source: string
  /** The age of the current client, in milliseconds; `undefined` if there was none. */
  readonly age?: number | undefined
  /** The code of the error, where there was one. */
  readonly code?: ClientSecretsErrorCode | undefined
}

/** The state of a loader. It contains no value of the client. */
export interface LoaderStatus {
  /** A `stale` client may still be returned, an `expired` one may not. */
  readonly state: "empty" | "fresh" | "stale" | "expired" | "disposed"
  /** The name of the source that returned the client. */
  readonly source?: string | undefined
  /** The age of the client, in milliseconds. */
  readonly age?: number | undefined
  /** Whether a read is in progress. */
  readonly refreshing: boolean
  /** How many reads have failed since the last success. */
  readonly failures: number
  /** The code of the last failure. */
  readonly code?: ClientSecretsErrorCode | undefined
  /** How long calls get that error before the source is read again, in milliseconds. */
  readonly retryIn?: number | undefined
}

// Read from the compiler's own library, where the user's has it: `using` then works, and no global type is needed here.
type Disposal = (SymbolConstructor extends { readonly dispose: infer Key extends symbol }
  ? { readonly [_ in Key]: () => void }
  : unknown) &
  (SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol }
    ? { readonly [_ in Key]: () => Promise<void> }
    : unknown)

/** The methods of a loader; `Loader` has them, and also works with `using` and `await using`. */
export interface LoaderMethods<Client = ClientSecrets> {
  /** Resolves with the client: the current one if it is fresh, otherwise one that is read now. All callers share that read. */
  get(options?: GetOptions): Promise<Client>
  /** Returns the current client, however old; `undefined` if none was read or it was revoked. Reads nothing. */
  peek(): Client | undefined
  /** Reads past every cache, by a read that begins after the call, and resolves with the new client. Rejects where that fails; `get()` keeps the old client then. */
  refresh(options?: GetOptions): Promise<Client>
  /**
   * Reports that the token endpoint refused this client (`invalid_client`). If it is the current one, no read that
   * began before the report counts as an answer any more: the next `get()` reads past every cache. At most once a minute.
   */
  invalidate(secrets: AnyClientSecrets): void
  /** Returns the state of the loader. Changes nothing. */
  status(): LoaderStatus
  /** Calls the listener with every event, and returns a function that ends the subscription. Errors of a listener are ignored. */
  subscribe(listener: (event: LoaderEvent) => void): () => void
  /** Forgets everything and ends a read that is in progress. Every later call rejects with `aborted`. */
  dispose(): void
}

/** Provides a client again and again, and keeps it up to date. */
export type Loader<Client = ClientSecrets> = LoaderMethods<Client> & Disposal
