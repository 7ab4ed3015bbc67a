/** The options with which a `fetch` is called. */
export interface FetchInit {
  readonly headers: Record<string, string>
  readonly redirect: "manual"
  readonly cache?: "no-store"
  /** An `AbortSignal`. */
  // biome-ignore lint/suspicious/noExplicitAny: only `any` fits what the DOM, Node, Deno and workerd call an AbortSignal.
  readonly signal: any
}

/** The part of a `Response` that is used here. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** A `ReadableStream` of bytes, an async iterable of them, or null if the answer has no body. */
  readonly body: unknown
}

/** Any `fetch`: the global one, a service binding's, undici's with a dispatcher. */
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>
