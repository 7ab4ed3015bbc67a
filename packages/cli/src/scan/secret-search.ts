import { createSecretFinder } from "@client-secrets/codegen"
import { findShapes, type Shape } from "./find-shapes.ts"

/** A secret in a file. It contains nothing of the secret. */
export type Match =
  | {
      readonly kind: "known"
      /** The index of the secret that was found. */
      readonly secret: number
      /** How it is written: "plain", "base64", "hex in base64". */
      readonly encoding: string
      /** In bytes. */
      readonly offset: number
    }
  | {
      readonly kind: "shape"
      readonly shape: Shape
      readonly offset: number
      /** The value with which `--allow` accepts it. */
      readonly fingerprint: string
    }

/** Searches one text after another. */
export type SecretSearch = (content: string | Uint8Array) => readonly Match[]

export interface SecretSearchOptions {
  /** Secrets to look for in every spelling. */
  readonly secrets: readonly string[]
  /** Fingerprints of public values, which are not reported. */
  readonly allowed: readonly string[]
}

/** Prepares a search for some secrets in every spelling, and for what looks like a secret. */
export function createSecretSearch({ secrets, allowed }: SecretSearchOptions): SecretSearch {
  const find = createSecretFinder(secrets)
  const known = new Set(secrets)
  const accepted = new Set(allowed)
  return content => {
    const bytes = typeof content === "string" ? Buffer.from(content) : asBuffer(content)
    const exact = find(bytes).map((match): Match => ({ kind: "known", ...match }))
    const shaped = findShapes(bytes).flatMap(({ shape, offset, fingerprint, value }): readonly Match[] => {
      // A secret that was searched for by its value is not reported twice.
      return known.has(value) ? [] : [{ kind: "shape", shape, offset, fingerprint }]
    })
    // In this order: a client file that is accepted is accepted with its secret.
    return withoutTwins([...exact, ...shaped]).filter(
      match => match.kind === "known" || !accepted.has(match.fingerprint),
    )
  }
}

/** A client file of Google has a known form, and contains a secret with a known form: the file covers both. */
function withoutTwins(matches: readonly Match[]): readonly Match[] {
  const files = matches.filter(match => match.kind === "shape" && match.shape === "client_file")
  if (files.length === 0) return matches
  return matches.filter(match => {
    if (match.kind === "known" || match.shape !== "google_client_secret") return true
    return !files.some(({ offset }) => match.offset > offset && match.offset < offset + nearby)
  })
}

// From the name of the member to its value, in bytes.
const nearby = 64

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
