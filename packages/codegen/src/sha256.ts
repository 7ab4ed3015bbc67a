import { encodeUtf8 } from "./platform.ts"

interface Tables {
  readonly constants: Uint32Array
  readonly initial: Uint32Array
}

// Made for the first text: by its constants alone, importing would take longer.
let tables: Tables | undefined

function makeTables(): Tables {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate)
  }
  // The first 32 bits of the fractional parts of roots of primes.
  const wordsOf = (power: number): Uint32Array => Uint32Array.from(primes, prime => (prime ** power % 1) * 2 ** 32)
  return { constants: wordsOf(1 / 3), initial: wordsOf(1 / 2).slice(0, 8) }
}

/** SHA-256 (FIPS 180-4) of a text's UTF-8, in hex. Here since `generate` gives its answer at once, and Web Crypto does not. */
export function sha256(text: string): string {
  tables ??= makeTables()
  const { constants, initial } = tables
  const hash = initial.slice()
  const content = encodeUtf8(text)
  const bytes = new Uint8Array(Math.ceil((content.length + 9) / 64) * 64)
  bytes.set(content)
  bytes[content.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(bytes.length - 8, Math.floor(content.length / 2 ** 29))
  view.setUint32(bytes.length - 4, content.length * 8)
  const words = new Uint32Array(64)
  for (let block = 0; block < bytes.length; block += 64) {
    for (let index = 0; index < 16; index++) words[index] = view.getUint32(block + index * 4)
    for (let index = 16; index < 64; index++) {
      const early = words[index - 15]!
      const late = words[index - 2]!
      const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
      const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
      words[index] = words[index - 16]! + sigma0 + words[index - 7]! + sigma1
    }
    // In variables: most runs make one digest or two, in code that no engine has compiled yet.
    let [a, b, c, d, e, f, g, h] = hash as unknown as Eight
    for (let index = 0; index < 64; index++) {
      const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const first = h + sum1 + ((e & f) ^ (~e & g)) + constants[index]! + words[index]!
      const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const second = sum0 + ((a & b) ^ (a & c) ^ (b & c))
      h = g
      g = f
      f = e
      e = (d + first) | 0
      d = c
      c = b
      b = a
      a = (first + second) | 0
    }
    const state = [a, b, c, d, e, f, g, h]
    for (let index = 0; index < 8; index++) hash[index]! += state[index]!
  }
  return Array.from(hash, word => word.toString(16).padStart(8, "0")).join("")
}

type Eight = [number, number, number, number, number, number, number, number]

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}
