/**
 * Whether a request's body can be read only once: a stream, or what Node's `fetch` iterates over. Sent a second time, an
 * iterator that has ended would be an empty body.
 */
export function isReadOnce(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false
  // Not every browser can iterate over a stream.
  return (
    body instanceof ReadableStream ||
    typeof (body as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === "function"
  )
}
