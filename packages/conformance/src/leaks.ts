/** A place that contains a part of a secret. */
export interface Leak {
  readonly where: string
  readonly encoding: "plain" | "base64"
  /** The text around it, to find how the secret got there. The secret is a random one of this run. */
  readonly excerpt: string
}

const kinds = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"]
const alphabet = kinds.join("")
const runLength = 6
// A run of 6 bytes leaves at least 7 base64 characters that do not depend on the bytes around it.
const base64RunLength = 7

/**
 * 32 random letters and digits. Each run that is searched for has a digit and a letter in both cases: no word can be mistaken
 * for it, however much text is searched.
 */
export function freshSecret(): string {
  let secret = ""
  while (secret.length < 32) {
    const [missingOfFour, missingOfFive] = [missingKinds(secret.slice(-4)), missingKinds(secret.slice(-5))]
    const mustMix = (secret.length > 3 && missingOfFour.length > 1) || (secret.length > 4 && missingOfFive.length > 0)
    secret += randomText(1, mustMix ? missingOfFive[0]! : alphabet)
  }
  return secret
}

/** The kinds of characters that a text has none of. */
function missingKinds(text: string): readonly string[] {
  return kinds.filter(kind => !Array.from(text).some(character => kind.includes(character)))
}

/**
 * Searches for any 6 consecutive characters of any of the secrets, plain and in base64 at all three alignments.
 *
 * It does not search other encodings. The secrets must be random (see `freshSecret`, `replaceSecrets`).
 *
 * @param texts the printed texts, by where they were printed
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

/** Fails the case if any of the texts contains a part of a secret. */
export function assertNoLeak(secrets: readonly string[], texts: Readonly<Record<string, string>>): void {
  const leaks = findLeaks(secrets, texts)
  if (leaks.length === 0) return
  const lines = leaks.map(leak => `${leak.where} (${leak.encoding}): ${leak.excerpt}`)
  throw new Error(`assertion failed: a secret leaked\n${lines.join("\n")}`)
}

/**
 * Replaces every secret in a text with a random one of the same length, so that its words cannot be mistaken for ours.
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

function randomText(length: number, characters = alphabet): string {
  // The largest multiple of their number that fits a byte: values above it would favor the first of them.
  const usable = 256 - (256 % characters.length)
  let text = ""
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < usable && text.length < length) text += characters[byte % characters.length]
    }
  }
  return text
}

interface Runs {
  /** Adds every run of a text. */
  add(text: string): void
  /** The position of the first of them in a text, or -1. */
  find(text: string): number
}

function createRuns(length: number): Runs {
  const runs = new Set<string>()
  // An inspector's output can be megabytes: most positions are skipped after their first three characters.
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

/** The base64 characters that represent a text at any position in a larger one, in both alphabets. */
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
