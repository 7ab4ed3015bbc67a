import { isSample } from "./sample-value.ts"

/** A secret that is known by how it looks. */
export interface ShapeMatch {
  readonly shape: Shape
  /** In bytes. */
  readonly offset: number
  /** What `--allow` takes to accept this one. It is made of a client id, which is public, or of a value too random to be guessed. */
  readonly fingerprint: string
  /** The value, to compare with secrets that were found in another way. Never printed. */
  readonly value: string
}

/** What can be known by how it looks, and what messages call it. */
export const shapes = {
  client_file: "an OAuth client file with its secret",
  google_client_secret: "a client secret of Google",
  google_refresh_token: "a refresh token of Google",
  service_account_key: "the private key of a service account",
} as const

export type Shape = keyof typeof shapes

/** One way to know a secret: a text that it always has, and what must be around it. */
interface Rule {
  readonly shape: Shape
  readonly needle: string
  /** Whether the needle is part of a secret. `at` is where it begins. */
  check(content: Buffer, at: number): Omit<ShapeMatch, "shape"> | undefined
}

// As Google makes them: 28 characters of base64url behind the prefix.
const clientSecret = /^GOCSPX-[\w-]{28}(?![\w-])/
const refreshToken = /^1\/\/0[\w-]{40,512}(?![\w-])/
const privateKey =
  /^"private_key(?:\\?")\s{0,9}:\s{0,9}\\?"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:\\{1,4}[nr]|[A-Za-z\d+/=\s]){200}/
const secretMember = /^client_secret\\{0,3}"\s{0,9}:\s{0,9}\\{0,3}"([^"\\\s]{8,512})\\{0,3}"/
const idMember = /"client_id\\{0,3}"\s{0,9}:\s{0,9}\\{0,3}"([^"\\\s]{1,512})\\{0,3}"/
const clientType = /"(?:web|installed)\\{0,3}"\s{0,9}:\s{0,9}\{/

// A client file is seldom longer, and what is around a secret in it is nearer.
const mostBefore = 2_048
const mostBehind = 2_048

const rules: readonly Rule[] = [
  {
    shape: "client_file",
    needle: "client_secret",
    check(content, at) {
      const value = secretMember.exec(content.toString("latin1", at, at + mostBehind))?.[1]
      if (value === undefined || isSample(value)) return undefined
      const around = content.toString("latin1", Math.max(0, at - mostBefore), at + mostBehind)
      const id = idMember.exec(around)?.[1]
      if (id === undefined || !clientType.test(around.slice(0, Math.min(at, mostBefore)))) return undefined
      return { offset: at, fingerprint: fingerprintOf(id), value }
    },
  },
  {
    shape: "google_client_secret",
    needle: "GOCSPX-",
    check(content, at) {
      return whole(clientSecret, content, at, 64)
    },
  },
  {
    shape: "google_refresh_token",
    needle: "1//0",
    check(content, at) {
      return whole(refreshToken, content, at, 600)
    },
  },
  {
    shape: "service_account_key",
    needle: '"private_key',
    check(content, at) {
      return whole(privateKey, content, at, 1_024)
    },
  },
]

// How base64 of a client file begins: it is a usual way to put one into a variable.
const encodedBeginnings = ["eyJ3ZWIi", "eyJpbnN0YWxsZWQi"]

/**
 * Finds client files and secrets of Google by how they look, without knowing any secret: as plain text, in JSON, in JSON within
 * a string, and a client file in base64. Sample values of documentation and templates are not taken for secrets.
 */
export function findShapes(content: Buffer): readonly ShapeMatch[] {
  const found = rules.flatMap(rule => [...matchesOf(rule, content)])
  return [...found, ...encodedClientFiles(content)]
}

function* matchesOf({ shape, needle, check }: Rule, content: Buffer): Generator<ShapeMatch, void, void> {
  for (let at = content.indexOf(needle); at !== -1; at = content.indexOf(needle, at + needle.length)) {
    const match = check(content, at)
    if (match !== undefined) yield { shape, ...match }
  }
}

function* encodedClientFiles(content: Buffer): Generator<ShapeMatch, void, void> {
  for (const beginning of encodedBeginnings) {
    for (let at = content.indexOf(beginning); at !== -1; at = content.indexOf(beginning, at + beginning.length)) {
      const run = /^[\w+/-]*/.exec(content.toString("latin1", at, at + 8_192))![0]
      const inside = findShapes(Buffer.from(run, "base64")).find(({ shape }) => shape === "client_file")
      if (inside !== undefined) yield { ...inside, offset: at }
    }
  }
}

function whole(pattern: RegExp, content: Buffer, at: number, length: number): Omit<ShapeMatch, "shape"> | undefined {
  const value = pattern.exec(content.toString("latin1", at, at + length))?.[0]
  if (value === undefined || isSample(value)) return undefined
  return { offset: at, fingerprint: fingerprintOf(value), value }
}

/** Half of a SHA-256, in hex. The module is not imported, since it takes as long to load as a small search, and most find nothing. */
function fingerprintOf(text: string): string {
  const { createHash } = process.getBuiltinModule("node:crypto")
  return createHash("sha256").update(text, "latin1").digest("hex").slice(0, 32)
}
