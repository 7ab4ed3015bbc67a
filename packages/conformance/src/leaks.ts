/** A place where part of a secret stands. */
export interface Leak {
  readonly where: string
  readonly encoding: "plain" | "base64"
  /** What stands around it, for whoever has to find the way it took. The secret is a random one of this run. */
  readonly excerpt: string
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
const runLength = 6
// A run of 6 bytes leaves at least 7 base64 characters that do not depend on what stands beside it.
const base64RunLength = 7

/** 32 random letters and digits: nothing of our own vocabulary can be mistaken for a part of it. */
export function freshSecret(): string {
  return randomText(32)
}

/**
 * Looks for any 6 characters in a row of any of the secrets, plain and in base64 at all three alignments.
 *
 * It does not look for other encodings. The secrets must be random (see `freshSecret`, `replaceSecrets`).
 *
 * @param texts what was printed, by where it was printed
 */
export function findLeaks(secrets: readonly string[], texts: Readonly<Record<string, string>>): Leak[] {
  const plain = createRuns(runLength)
  const base64 = createRuns(base64RunLength)
  for (const secret of secrets) {
    if (secret.length < runLength)
      throw new TypeError(`A secret of less than ${runLength} characters cannot be looked for.`)
    plain.add(secret)
    for (const encoded of base64Forms(secret)) base64.add(encoded)
  }
  const leaks: Leak[] = []
  for (const [where, text] of Object.entries(texts)) {
    const position = plain.find(text)
    if (position !== -1) leaks.push({ where, encoding: "plain", excerpt: excerptOf(text, position) })
    const encodedPosition = base64.find(text)
    if (encodedPosition !== -1) leaks.push({ where, encoding: "base64", excerpt: excerptOf(text, encodedPosition) })
  }
  return leaks
}

/** Fails the case if any of the texts holds a part of a secret. */
export function assertNoLeak(secrets: readonly string[], texts: Readonly<Record<string, string>>): void {
  const leaks = findLeaks(secrets, texts)
  if (leaks.length === 0) return
  const lines = leaks.map(leak => `${leak.where} (${leak.encoding}): ${leak.excerpt}`)
  throw new Error(`assertion failed: a secret leaked\n${lines.join("\n")}`)
}

/**
 * Replaces every secret of a text by a random one of the same length, so that its words cannot be mistaken for ours.
 *
 * Only letters and digits change: white space, brackets and the like are often what the fixture is about.
 */
export function replaceSecrets(text: string, secrets: readonly string[]): { text: string; secrets: string[] } {
  const fresh: string[] = []
  let replaced = text
  for (const secret of secrets) {
    const replacement = secret.replace(/[A-Za-z0-9]/g, () => randomText(1))
    fresh.push(replacement)
    replaced = replaced.replaceAll(secret, () => replacement)
  }
  return { text: replaced, secrets: fresh }
}

function randomText(length: number): string {
  let text = ""
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // The first multiple of the alphabet's length that fits a byte: what is above would favour its first letters.
      if (byte < 248 && text.length < length) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

interface Runs {
  /** Adds every run of a text. */
  add(text: string): void
  /** Where the first of them stands in a text, or -1. */
  find(text: string): number
}

function createRuns(length: number): Runs {
  const runs = new Set<string>()
  // What an inspector shows is megabytes: most places are passed over by their first three characters.
  const beginnings = new Uint8Array(2 ** 15)
  const beginningAt = (text: string, start: number) =>
    ((text.charCodeAt(start) & 31) << 10) | ((text.charCodeAt(start + 1) & 31) << 5) | (text.charCodeAt(start + 2) & 31)
  return {
    add(text) {
      for (let start = 0; start + length <= text.length; start++) {
        runs.add(text.slice(start, start + length))
        beginnings[beginningAt(text, start)] = 1
      }
    },
    find(text) {
      for (let start = 0; start + length <= text.length; start++) {
        if (beginnings[beginningAt(text, start)] === 1 && runs.has(text.slice(start, start + length))) return start
      }
      return -1
    },
  }
}

/** The characters that base64 gives for a text wherever it stands in a larger one, in both alphabets. */
function* base64Forms(text: string): Generator<string> {
  const bytes = new TextEncoder().encode(text)
  for (let offset = 0; offset < 3; offset++) {
    const padded = new Uint8Array(offset + bytes.length)
    padded.set(bytes, offset)
    const encoded = btoa(String.fromCharCode(...padded))
    const inner = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
    yield inner
    yield inner.replaceAll("+", "-").replaceAll("/", "_")
  }
}

function excerptOf(text: string, position: number): string {
  return JSON.stringify(text.slice(Math.max(0, position - 60), position + 60))
}
