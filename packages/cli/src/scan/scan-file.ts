import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs"
import { systemCodeOf } from "../command-failure.ts"
import type { Match, SecretSearch } from "./secret-search.ts"

/** The result of searching one thing: what was found in it, or why not all of it was searched. */
export interface ScanResult {
  readonly matches: readonly Match[]
  readonly unread: string | undefined
}

const mebi = 2 ** 20
// A file up to this size is searched as one. Of larger ones the pieces overlap by more than any spelling of a secret that
// the finder knows takes, nested ones too.
const pieceSize = 32 * mebi
const overlap = mebi / 4

// Used for one file after another: large buffers cost more than the search in them.
let buffer = Buffer.alloc(mebi)

/**
 * Searches a file from its start to its end, a chunk at a time. It does not wait for a FIFO or a device.
 *
 * @param maxBytes the largest file that is searched
 */
export function scanFile(path: string, search: SecretSearch, maxBytes: number): ScanResult {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const status = fstatSync(file)
    if (!status.isFile()) return { matches: [], unread: "it is not a regular file" }
    if (status.size > maxBytes) return { matches: [], unread: `it has more than ${maxBytes} bytes` }
    return scanOpenFile(file, search, maxBytes)
  } catch (error) {
    return { matches: [], unread: systemCodeOf(error) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function scanOpenFile(file: number, search: SecretSearch, maxBytes: number): ScanResult {
  const matches = new Map<string, Match>()
  let start = 0
  let held = 0
  for (let isAtEnd = false; !isAtEnd; ) {
    while (held < pieceSize) {
      if (held === buffer.length) buffer = grown(buffer)
      const length = readSync(file, buffer, held, Math.min(buffer.length, pieceSize) - held, null)
      held += length
      if (length === 0) {
        isAtEnd = true
        break
      }
    }
    if (start + held > maxBytes) return { matches: [...matches.values()], unread: `it has more than ${maxBytes} bytes` }
    for (const match of search(buffer.subarray(0, held))) {
      const offset = start + match.offset
      matches.set(`${match.kind === "known" ? match.secret : match.shape} ${offset}`, { ...match, offset })
    }
    if (isAtEnd) break
    buffer.copyWithin(0, held - overlap, held)
    start += held - overlap
    held = overlap
  }
  return { matches: [...matches.values()], unread: undefined }
}

function grown(small: Buffer): Buffer<ArrayBuffer> {
  const large = Buffer.alloc(Math.min(pieceSize, small.length * 4))
  small.copy(large)
  return large
}
