import { encodeUtf8 } from "../platform.ts"
import { createCandidateFinder } from "./candidates.ts"
import { type DecodedView, decodedViews } from "./decode.ts"
import { createMatcher } from "./matcher.ts"
import { secretNeedles } from "./spellings.ts"

/** Where a secret is in a file. It contains nothing of the secret. */
export interface SecretMatch {
  /** How it is written: "plain", "base64", "hex in base64". */
  readonly encoding: string
  /** In bytes of the file (of its UTF-8, if a string was passed); within an encoded run, the position where the run begins. */
  readonly offset: number
  /** The index of the secret that was found. */
  readonly secret: number
}

/** Searches one file after another for the same secrets. */
export type SecretFinder = (content: string | Uint8Array) => readonly SecretMatch[]

/** The length of the shortest secret that is searched for, in UTF-16 code units: a shorter one is found everywhere. */
export const shortestSearched = 8

/** Two layers are taken off, so that one nested level is found also where both have a choice of spelling. */
const layers = 2

/**
 * Prepares a search of many files for some secrets, each of at least 8 characters.
 *
 * It finds a secret that is plain, JSON-escaped, URL-encoded, reversed, in hex, in `\u` or `\x` escapes, in HTML escapes, in
 * UTF-16, in base64 or base64url at every alignment and wrapped in lines, and in each of these within each other one. It does
 * not find compressed or encrypted content, other encodings, or a secret in pieces. Deeper layers are looked into only where
 * no shallower one contains a secret. The time is linear in the content's length. Of a secret longer than 64 characters, the
 * middle 64 are searched for.
 *
 * ```ts
 * const find = createSecretFinder(["EXAMPLE_NOT_A_REAL_SECRET"])
 * find("key = EXAMPLE_NOT_A_REAL_SECRET") // [{ encoding: "plain", offset: 6, secret: 0 }]
 * ```
 *
 * @throws {TypeError} for a secret that is not a string, or is shorter than 8 characters.
 */
export function createSecretFinder(secrets: readonly string[]): SecretFinder {
  if (!Array.isArray(secrets) || secrets.some(secret => typeof secret !== "string")) {
    throw new TypeError("A secret to be searched for must be a string. If you have a Secret, pass secret.reveal().")
  }
  if (secrets.some(secret => secret.length < shortestSearched)) {
    throw new TypeError("A secret of fewer than 8 characters cannot be searched for: it would be found everywhere.")
  }
  if (secrets.length === 0) return () => []
  const needles = secrets.flatMap((text, secret) => secretNeedles(text).map(needle => ({ ...needle, secret })))
  const match = createMatcher(needles.map(({ bytes }) => bytes))
  const shortest = Math.min(64, ...secrets.map(secret => secret.length))
  const findCandidates = createCandidateFinder(secrets, shortest)

  return content => {
    const bytes = typeof content === "string" ? encodeUtf8(content) : content
    const matches = new Map<string, SecretMatch>()
    const search = (searched: Uint8Array, start: number, outer: readonly DecodedView[]): void => {
      match(searched, (index, found) => {
        const { encoding, secret } = needles[index]!
        const offset = start + outer.reduceRight((offset, view) => view.sourceOf(offset), found)
        const within = outer.map(view => ` in ${view.encoding}`).reverse()
        const key = `${secret} ${offset}`
        if (!matches.has(key)) matches.set(key, { encoding: encoding + within.join(""), offset, secret })
      })
    }
    search(bytes, 0, [])
    if (matches.size > 0) return [...matches.values()]
    const candidates = findCandidates(bytes)
    for (let depth = 1; depth <= layers && matches.size === 0; depth++) {
      for (const [start, end] of candidates) {
        for (const [searched, outer] of viewsAt(depth, bytes.subarray(start, end))) search(searched, start, outer)
      }
    }
    return [...matches.values()].sort((left, right) => left.offset - right.offset)
  }

  /** A text with so many layers taken off, in every way; made one at a time, since each may be as large as the text. */
  function* viewsAt(
    depth: number,
    bytes: Uint8Array,
    outer: readonly DecodedView[] = [],
  ): Generator<readonly [bytes: Uint8Array, outer: readonly DecodedView[]]> {
    if (depth === 0) yield [bytes, outer]
    else for (const view of decodedViews(bytes, shortest)) yield* viewsAt(depth - 1, view.bytes, [...outer, view])
  }
}

/**
 * Searches one file for one secret. `createSecretFinder` describes what is found and what is not.
 *
 * @throws {TypeError} for a secret that is not a string, or is shorter than 8 characters.
 */
export function findSecret(content: string | Uint8Array, secret: string): readonly SecretMatch[] {
  return createSecretFinder([secret])(content)
}
