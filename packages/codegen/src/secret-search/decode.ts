import { base64Value, decodeBase64 } from "./base64.ts"
import { hexDigit, type Introducer, unescapeBytes } from "./escapes.ts"
import { nextLine, shortestLine } from "./lines.ts"

/** The content of a file after one layer of encoding is removed. */
export interface DecodedView {
  /** For a report: "base64", "an escape". */
  readonly encoding: string
  readonly bytes: Uint8Array
  /** The approximate position in the original of a byte of the view. */
  sourceOf(offset: number): number
}

/**
 * Takes one layer off, in each way in which that is a matter of choice or of position: escapes undone, base64 and hex
 * decoded wherever they begin (also wrapped in lines), lines joined, the zero bytes of UTF-16 dropped, the whole reversed.
 *
 * `shortest` is the length of the shortest text that is searched for, in bytes: shorter runs are not decoded.
 */
export function* decodedViews(bytes: Uint8Array, shortest: number): Generator<DecodedView, undefined> {
  for (const introducer of ["\\", "%", "&"] as const) yield* unescapedViews(bytes, introducer)
  yield reversed(bytes)
  if (bytes.includes(0)) yield withoutZeros(bytes)
  const runs = findRuns(bytes, shortest)
  const wrapped = runs.filter(({ isWrapped }) => isWrapped)
  if (wrapped.length > 0) yield runsView("lines", wrapped, text => text)
  for (let start = 0; runs.length > 0 && start < 4; start++) {
    yield runsView("base64", runs, text => decodeBase64(text.subarray(start)))
  }
  const hexRuns = runs.filter(({ text }) => isMostlyHex(text, shortest * 2))
  for (let start = 0; hexRuns.length > 0 && start < 2; start++) {
    yield runsView("hex", hexRuns, text => decodeHex(text.subarray(start)))
  }
}

function* unescapedViews(bytes: Uint8Array, introducer: Introducer): Generator<DecodedView, undefined> {
  const lengths = new Set<number>()
  for (const hasByteEscapes of [false, true]) {
    const unescaped = unescapeBytes(bytes, introducer, hasByteEscapes)
    // Of the same length, the two are the same.
    if (unescaped === undefined || lengths.has(unescaped.bytes.length)) continue
    lengths.add(unescaped.bytes.length)
    yield {
      encoding: `${introducer}-escapes`,
      bytes: unescaped.bytes,
      // Undefined before the first escape: up to there the two are the same.
      sourceOf: offset => unescapeBytes(bytes, introducer, hasByteEscapes, offset - 1)?.readTo ?? offset,
    }
  }
}

/** Its fixed spellings are searched for backwards unchanged. An escape or a hex digit may be spelled in two ways. */
function reversed(bytes: Uint8Array): DecodedView {
  // A copy: the `slice` of Node's Buffer is not one.
  return { encoding: "reversed", bytes: new Uint8Array(bytes).reverse(), sourceOf: offset => bytes.length - 1 - offset }
}

interface Run {
  readonly start: number
  /** Its characters, without line breaks. */
  readonly text: Uint8Array
  readonly isWrapped: boolean
}

/** Runs of base64 characters; those of lines that follow each other are one. */
function findRuns(bytes: Uint8Array, shortest: number): Run[] {
  const minimum = Math.ceil((shortest * 4) / 3)
  const runs: Run[] = []
  for (let at = 0; at < bytes.length; at++) {
    if (base64Value(bytes[at]!) < 0) continue
    const start = at
    const lines: Uint8Array[] = []
    for (let lineStart = start; ; lineStart = at) {
      at = endOfRun(bytes, lineStart)
      lines.push(bytes.subarray(lineStart, at))
      const isFull = at - lineStart >= shortestLine
      const next = isFull || lines.length === 1 ? nextLine(bytes, at) : at
      if (next === at || next >= bytes.length || base64Value(bytes[next]!) < 0) break
      // The last line is shorter, and in a text that was reversed the first one is.
      if (!isFull && endOfRun(bytes, next) - next < shortestLine) break
      at = next
    }
    const text = concatenate(lines)
    if (text.length >= minimum) runs.push({ start, text, isWrapped: lines.length > 1 })
  }
  return runs
}

function endOfRun(bytes: Uint8Array, start: number): number {
  let end = start
  while (end < bytes.length && base64Value(bytes[end]!) >= 0) end++
  return end
}

function runsView(encoding: string, runs: readonly Run[], decode: (text: Uint8Array) => Uint8Array): DecodedView {
  const separator = Uint8Array.of(32)
  const parts = runs.map(({ text }) => decode(text))
  return {
    encoding,
    bytes: concatenate(parts.flatMap(part => [part, separator])),
    sourceOf(offset) {
      let end = 0
      const index = parts.findIndex(part => {
        end += part.length + 1
        return offset < end
      })
      return runs[index]?.start ?? 0
    },
  }
}

function isMostlyHex(text: Uint8Array, minimum: number): boolean {
  let run = 0
  for (let index = 0; index < text.length; index++) {
    run = hexDigit(text[index]!) < 0 ? 0 : run + 1
    if (run >= minimum) return true
  }
  return false
}

/** Two characters that are not hex digits decode to something that cannot match. */
function decodeHex(text: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(text.length >> 1)
  for (let index = 0; index < decoded.length; index++) {
    const high = hexDigit(text[index * 2]!)
    const low = hexDigit(text[index * 2 + 1]!)
    decoded[index] = high < 0 || low < 0 ? 32 : high * 16 + low
  }
  return decoded
}

function withoutZeros(bytes: Uint8Array): DecodedView {
  const kept = new Uint8Array(bytes.length)
  let length = 0
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== 0) kept[length++] = bytes[index]!
  return {
    encoding: "UTF-16",
    bytes: kept.subarray(0, length),
    sourceOf(offset) {
      let before = -1
      return bytes.findIndex(byte => byte !== 0 && ++before === offset)
    },
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let length = 0
  for (const part of parts) {
    whole.set(part, length)
    length += part.length
  }
  return whole
}
