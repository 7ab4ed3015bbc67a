import type { ClientSecretsErrorCode } from "../error.ts"
import type { AnyClientSecrets, ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import type { ParseClientSecretsOptions } from "../format/parse.ts"
import type { AbortSignalLike } from "../source/source.ts"
import type { Clock } from "./clock.ts"

/** Keeps a request's runtime alive until a promise has settled, as `waitUntil` of an edge platform does. */
export type WaitUntil = (promise: Promise<unknown>) => void

/** All times are in milliseconds; `Infinity` is one. */
export interface CreateLoaderOptions<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = MandatoryMember,
> extends ParseClientSecretsOptions<Type, Optional> {
  /** How long a document counts as fresh, from when its read began; up to a tenth is taken off at random. @default 300000 */
  readonly ttl?: number | undefined
  /** How long after that it is still given at once while it is read again. @default 60000 if there is a `waitUntil`, else 0 */
  readonly staleWhileRevalidate?: number | undefined
  /** How long after the `ttl` it stands in for transient errors and for invalid new documents. @default 3600000 */
  readonly staleIfError?: number | undefined
  /** How long a caller waits for a new document where the old one may stand in. @default 500 */
  readonly staleWait?: number | undefined
  /** How long one attempt to read may take. @default 5000 */
  readonly attemptTimeout?: number | undefined
  /** How long a read may take in all, retries and the waits between them included. @default 10000 */
  readonly timeout?: number | undefined
  /** How often a read is tried again at once, where there is neither a usable document nor a remembered error. @default 2 */
  readonly retries?: number | undefined
  /** The wait after the first failed read; it doubles with each further one. The error answers meanwhile. @default 1000 */
  readonly backoff?: number | undefined
  /** The longest such wait. @default 60000 */
  readonly maxBackoff?: number | undefined
  /**
   * The platform's `waitUntil`, where work that outlives a request has to be announced: `promise => context.waitUntil(promise)`.
   * What it throws reaches the caller, since one that is called without its object would else fail unseen. @default none
   */
  readonly waitUntil?: WaitUntil | undefined
  /** Where time comes from. @default the platform's */
  readonly clock?: Clock | undefined
  /** Gives a number in [0, 1) for jitter. @default Math.random */
  readonly random?: (() => number) | undefined
}

/** Options of one call of `get()` or `refresh()`. */
export interface GetOptions {
  /** Ends this call's wait alone: it rejects with the signal's `reason`; the read goes on for the others. */
  readonly signal?: AbortSignalLike | undefined
  /** This request's `waitUntil`, in place of the loader's. */
  readonly waitUntil?: WaitUntil | undefined
}

/**
 * What a loader did. It holds no value.
 *
 * - `hit`: a fresh document was given. `stale`: an old one, for now or instead of an error (`code`).
 * - `refresh`: a read succeeded; `age` is that of the document before. `rotated`: and it brought another one.
 * - `refresh-failed`: a read failed, with `code`.
 */
export interface LoaderEvent {
  readonly type: "hit" | "stale" | "refresh" | "refresh-failed" | "rotated"
  /** The name of the source that gave the document, or failed. */
  readonly source: string
  /** How old the document is that was held, in milliseconds; absent where there was none. */
  readonly age?: number | undefined
  readonly code?: ClientSecretsErrorCode | undefined
}

/** How a loader is doing. It holds no value. */
export interface LoaderStatus {
  /** `stale` documents may be given, `expired` ones may not. */
  readonly state: "empty" | "fresh" | "stale" | "expired" | "disposed"
  /** The name of the source that gave the document. */
  readonly source?: string | undefined
  /** How old the document is, in milliseconds. */
  readonly age?: number | undefined
  /** Whether a read is under way. */
  readonly refreshing: boolean
  /** How many reads have failed since the last that succeeded. */
  readonly failures: number
  /** What the last one failed with. */
  readonly code?: ClientSecretsErrorCode | undefined
  /** How long that error answers before the source is asked again, in milliseconds. */
  readonly retryIn?: number | undefined
}

// Read from the compiler's own library, where the user's has it: `using` then works, and no global type is needed here.
type Disposal = (SymbolConstructor extends { readonly dispose: infer Key extends symbol }
  ? { readonly [_ in Key]: () => void }
  : unknown) &
  (SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol }
    ? { readonly [_ in Key]: () => PromiseLike<void> }
    : unknown)

/** What a loader can do; `Loader` is this and can be used with `using`. */
export interface LoaderMethods<Client = ClientSecrets> {
  /** Gives the client: the one held if it is fresh, else one that is read now; all callers share that read. */
  get(options?: GetOptions): Promise<Client>
  /** The client held, however old, without a look at the clock; `undefined` where none was read or it was revoked. */
  peek(): Client | undefined
  /** Reads past every cache and gives the new client; rejects where that fails, and keeps the old one for `get()`. */
  refresh(options?: GetOptions): Promise<Client>
  /** Tells that the token endpoint refused this client (`invalid_client`): if it is the one held, the next `get()` reads past every cache, once a minute at most. */
  reportInvalid(secrets: AnyClientSecrets): void
  status(): LoaderStatus
  /** Calls the listener with every event; gives back what ends it. What a listener throws is ignored. */
  subscribe(listener: (event: LoaderEvent) => void): () => void
  /** Forgets everything and ends a read that is under way; every later call rejects with `aborted`. */
  dispose(): void
}

/** Gives a client again and again, and keeps it up to date. */
export type Loader<Client = ClientSecrets> = LoaderMethods<Client> & Disposal
