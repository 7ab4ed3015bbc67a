/** The next position at which a run may be; the length of the bytes if none exists. */
export type RunFinder = (bytes: Uint8Array) => (from: number) => number

/**
 * Prepares a search for unbroken runs of at least `shortest` bytes that have a flag. It returns a byte of each, and of UTF-16,
 * where a zero follows each character, a byte of what may be one.
 *
 * As Boyer and Moore (1977) do, it begins at the end of where a run would be: one byte without a flag rules out all runs
 * over it. Two bytes are looked up at once.
 */
export function createRunFinder(flags: Uint8Array, shortest: number): RunFinder {
  const isPair = new Uint8Array(65_536)
  const isFlagged = flags.map(flag => (flag === 0 ? 0 : 1))
  // A row at a time: a short search should not begin with a long loop.
  for (let byte = 0; byte < 256; byte++) if (isFlagged[byte] === 1) isPair.set(isFlagged, byte * 256)
  // However a run lies, so many pairs begin at an even place of it.
  const pairs = (shortest - 1) >> 1
  // Odd, so that it does not always meet the zero bytes of UTF-16; shorter than a run, since some of its characters may
  // appear as escapes.
  const step = (Math.floor((shortest * 2) / 3) - 1) | 1

  return bytes => {
    const { length } = bytes
    // A view of pairs begins at an even place of the memory.
    if (bytes.byteOffset % 2 === 1 || bytes.includes(0)) {
      return from => {
        let at = from + step - 1
        while (at < length && flags[bytes[at]!] === 0) at += step
        return Math.min(at, length)
      }
    }
    const words = new Uint16Array(bytes.buffer, bytes.byteOffset, length >> 1)
    return from => {
      // The last position that no run crosses, and the position up to which all bytes after it are known to have flags.
      let before = ((from + 1) >> 1) - 1
      let known = before
      for (let end = before + pairs; end < words.length; end = before + pairs) {
        let at = end
        while (at > known && isPair[words[at]!] === 1) at--
        if (at === known) return (before + 1) * 2
        before = at
        known = end
      }
      return length
    }
  }
}
