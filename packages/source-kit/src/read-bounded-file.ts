import {
  closeFile,
  type FileStatus,
  type FileWork,
  lookUpLink,
  openFile,
  pause,
  readInto,
  statusOf,
} from "./file-work.ts"
import { printPath } from "./printable.ts"
import { sourceFailure } from "./source-failure.ts"

/** A regular file's content, and the status of its descriptor. */
export interface FoundFile {
  readonly bytes: Uint8Array
  readonly status: FileStatus
}

const defaultMaxBytes = 65_536

/** The most that is read of a file, checked. */
export function checkMaxBytes(maxBytes: number = defaultMaxBytes): number {
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1)
    throw new TypeError("The option maxBytes must be a whole number of bytes, 1 or more.")
  return maxBytes
}

/**
 * Reads a regular file with at most `maxBytes`; returns undefined if nothing exists, and `"directory"` for a directory.
 *
 * The file is opened once and without blocking, and its descriptor is asked what it is: a FIFO, a socket or a device
 * is refused, a file of `/proc`, whose size is 0, is read.
 *
 * @throws `denied`, `too_large`, `unsupported` (not a regular file), or `unavailable`.
 */
export function* readBoundedFile(path: string, maxBytes: number): FileWork<FoundFile | "directory" | undefined> {
  const file = yield* openPersistently(path)
  if (file === undefined) return undefined
  try {
    const status = yield* statusOf(file, path)
    if (status.isDirectory()) return "directory"
    if (!status.isFile()) throw sourceFailure("unsupported", `${printPath(path)} is not a regular file.`)
    if (status.size > maxBytes) throw tooLarge(path, maxBytes)
    return { bytes: yield* readAll(file, path, maxBytes), status }
  } finally {
    yield* closeFile(file, path)
  }
}

// Kubernetes swaps a mounted secret by renaming a link that its files go through: a reader of the old one may find
// nothing there. The file's own link then still exists, which distinguishes it from a missing file.
function* openPersistently(path: string): FileWork<number | undefined> {
  const file = yield* openFile(path)
  if (file !== undefined) return file
  const link = yield* lookUpLink(path)
  if (link === undefined || !link.isSymbolicLink()) return undefined
  yield* pause(50)
  return yield* openFile(path)
}

function* readAll(file: number, path: string, maxBytes: number): FileWork<Uint8Array> {
  // One byte more than is allowed: a file may grow after its size was read, and some have none.
  const chunks: Uint8Array[] = []
  let total = 0
  while (total <= maxBytes) {
    const chunk = new Uint8Array(Math.min(maxBytes + 1 - total, defaultMaxBytes + 1))
    const length = yield* readInto(file, path, chunk, total)
    if (length === 0) return concatenate(chunks, total)
    chunks.push(chunk.subarray(0, length))
    total += length
  }
  throw tooLarge(path, maxBytes)
}

function concatenate(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

function tooLarge(path: string, maxBytes: number): Error {
  return sourceFailure("too_large", `${printPath(path)} holds more than ${maxBytes} bytes.`)
}
