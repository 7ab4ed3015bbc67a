/** What a line must at least have to count as a full one of a wrapped text. */
export const shortestLine = 32

/** Where the text behind a line break and the white space around it begins; `end` where no line ends there. */
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
