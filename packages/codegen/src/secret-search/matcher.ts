/** Calls back with the index of each pattern found and where it begins. */
export type Matcher = (bytes: Uint8Array, onMatch: (pattern: number, offset: number) => void) => void

const blockLength = 3

/**
 * Prepares a search for many patterns at once, each at least three bytes long.
 *
 * Wu and Manber (1994), with blocks of three bytes: most windows are skipped by nearly the shortest pattern's length,
 * however many patterns there are. A window that matched is skipped whole, so overlapping matches are not all reported.
 */
export function createMatcher(patterns: readonly Uint8Array[]): Matcher {
  const window = Math.min(255, ...patterns.map(pattern => pattern.length))
  const shifts = new Uint8Array(65_536).fill(window - blockLength + 1)
  // The patterns whose window ends with a block, as a linked list: `first` by block, `next` by pattern, 0 for none.
  const first = new Uint32Array(65_536)
  const next = new Uint32Array(patterns.length + 1)
  patterns.forEach((pattern, index) => {
    for (let end = blockLength - 1; end < window; end++) {
      const block = blockAt(pattern, end)
      const shift = window - 1 - end
      if (shift < shifts[block]!) shifts[block] = shift
      if (shift > 0) continue
      next[index + 1] = first[block]!
      first[block] = index + 1
    }
  })

  return (bytes, onMatch) => {
    const { length } = bytes
    let end = window - 1
    while (end < length) {
      const block = blockAt(bytes, end)
      const shift = shifts[block]!
      if (shift > 0) {
        end += shift
        continue
      }
      const offset = end - window + 1
      let step = 1
      for (let entry = first[block]!; entry > 0; entry = next[entry]!) {
        if (!isAt(bytes, offset, patterns[entry - 1]!)) continue
        onMatch(entry - 1, offset)
        step = window
      }
      end += step
    }
  }
}

/** The last three bytes up to `end` in 16 bits; two blocks with the same bits only cost time. */
function blockAt(bytes: Uint8Array, end: number): number {
  return ((bytes[end - 2]! << 11) ^ (bytes[end - 1]! << 5) ^ bytes[end]!) & 65_535
}

function isAt(bytes: Uint8Array, offset: number, pattern: Uint8Array): boolean {
  if (offset + pattern.length > bytes.length) return false
  for (let index = 0; index < pattern.length; index++) if (bytes[offset + index] !== pattern[index]) return false
  return true
}
