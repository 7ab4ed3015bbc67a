import { base64Value } from "./base64.ts"

/** What a line must at least have to count as a full one of a wrapped text. */
export const shortestLine = 32

/**
 * The beginning of a line of base64 that precedes a full one and is shorter: in a text that was reversed after it was
 * wrapped, the last line comes first. `start` if none exists.
 */
export function shortLineBefore(bytes: Uint8Array, start: number): number {
  let end = start
  let isBroken = false
  for (
    let byte = bytes[end - 1];
    end > 0 && (byte === 10 || byte === 13 || byte === 32 || byte === 9);
    byte = bytes[end - 1]
  ) {
    if (byte === 10) isBroken = true
    end--
  }
  if (!isBroken) return start
  let first = end
  while (first > 0 && end - first < shortestLine && base64Value(bytes[first - 1]!) >= 0) first--
  return first === end ? start : first
}

/** The position of the text after a line break and the white space around it; `end` if no line ends there. */
export function nextLine(bytes: Uint8Array, end: number, isBroken = false): number {
  let at = end
  for (
    let byte = bytes[at];
    byte === 32 || byte === 9 || byte === 13 || (byte === 10 && !isBroken);
    byte = bytes[++at]
  ) {
    if (byte === 10) isBroken = true
  }
  return isBroken ? at : end
}
