import { closeSync, constants, openSync, readSync } from "node:fs"

/** Where something is in a text: both from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

const lineFeed = 10
const pieceSize = 2 ** 20

/**
 * The positions of some bytes of a content, in the order of the offsets. Undefined after a zero byte, as in binary files, and
 * after the end.
 */
export function positionsIn(
  pieces: Iterable<Uint8Array>,
  offsets: readonly number[],
): readonly (Position | undefined)[] {
  const wanted = [...new Set(offsets)].sort((left, right) => left - right)
  const positions = new Map<number, Position | undefined>()
  const counter = new LineCounter()
  let start = 0
  for (const piece of pieces) {
    const end = start + piece.length
    let done = 0
    while (wanted.length > 0 && wanted[0]! < end) {
      const offset = wanted.shift()!
      counter.add(piece.subarray(done, offset - start))
      done = offset - start
      positions.set(offset, counter.position)
    }
    if (wanted.length === 0) break
    counter.add(piece.subarray(done))
    start = end
  }
  return offsets.map(offset => positions.get(offset))
}

/** The same for a file, which is read again: nothing where it cannot be. */
export function positionsInFile(path: string, offsets: readonly number[]): readonly (Position | undefined)[] {
  if (offsets.length === 0) return []
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    return positionsIn(piecesOf(file), offsets)
  } catch {
    return offsets.map(() => undefined)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function* piecesOf(file: number): Generator<Uint8Array, void, void> {
  const buffer = Buffer.alloc(pieceSize)
  for (;;) {
    const length = readSync(file, buffer, 0, pieceSize, null)
    if (length === 0) return
    yield buffer.subarray(0, length)
  }
}

/** Counts the lines of the added text, and the characters of the last one. */
class LineCounter {
  #line = 1
  #column = 1
  #decoder = new TextDecoder()
  #isBinary = false

  add(bytes: Uint8Array): void {
    if (bytes.includes(0)) this.#isBinary = true
    let start = 0
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) {
      this.#line++
      start = at + 1
    }
    if (start > 0) {
      this.#column = 1
      this.#decoder = new TextDecoder()
    }
    this.#column += this.#decoder.decode(bytes.subarray(start), { stream: true }).length
  }

  get position(): Position | undefined {
    return this.#isBinary ? undefined : { line: this.#line, column: this.#column }
  }
}
