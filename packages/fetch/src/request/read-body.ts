import { readForeignError } from "@client-secrets/recognize"
import { isSourceFailure, sourceFailure } from "@client-secrets/source-kit"
import type { FetchResponse } from "./fetch-function.ts"

/** The part of a `ReadableStream` that every runtime and polyfill has; asynchronous iteration is newer. */
interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
    cancel(): Promise<unknown>
  }
}

/**
 * Reads a body until it ends, or until its limit.
 *
 * @param host names the server in errors
 * @throws `too_large`, or `unavailable` where the body broke off
 */
export async function readBody(
  { headers, body }: Pick<FetchResponse, "headers" | "body">,
  host: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const declared = Number(headers.get("content-length"))
  if (declared > maxBytes) throw tooLarge(host, maxBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of chunksOf(body)) {
      // Without a length it would pass the limit.
      if (!ArrayBuffer.isView(chunk)) throw notBytes(host)
      length += chunk.byteLength
      if (length > maxBytes) break
      chunks.push(chunk)
    }
  } catch (thrown) {
    if (isSourceFailure(thrown)) throw thrown
    const { systemCode } = readForeignError(thrown)
    throw brokenOff(host, systemCode)
  }
  if (length > maxBytes) throw tooLarge(host, maxBytes)
  // Not every runtime notices that less arrived than was declared.
  if (length < declared && !headers.get("content-encoding")) throw brokenOff(host, undefined)
  return concatenate(chunks, length)
}

async function* chunksOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (body === null || body === undefined) return
  if (typeof (body as Partial<ByteStream>).getReader !== "function") {
    // A body that nothing iterates over is one piece.
    yield* (isIterable(body) ? body : [body]) as AsyncIterable<Uint8Array>
    return
  }
  const reader = (body as ByteStream).getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) if (next.value) yield next.value
  } finally {
    // If it has ended, or the connection is gone, nothing is left to cancel.
    reader.cancel().catch(() => {})
  }
}

function isIterable(body: unknown): boolean {
  return [Symbol.asyncIterator, Symbol.iterator].some(name => typeof Object(body)[name] === "function")
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

function tooLarge(host: string, maxBytes: number): Error {
  return sourceFailure(
    "too_large",
    `The answer of ${host} has more than ${maxBytes} bytes. Check the address; the option maxBytes raises the limit.`,
  )
}

function notBytes(host: string): Error {
  return sourceFailure(
    "unavailable",
    `The answer of ${host} has a body that is not bytes. Check the function in the option fetch.`,
  )
}

function brokenOff(host: string, systemCode: string | undefined): Error {
  const detail = systemCode === undefined ? "" : ` (${systemCode})`
  return sourceFailure("unavailable", `The answer of ${host} broke off${detail}.`, true)
}
