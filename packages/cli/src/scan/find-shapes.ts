import { isSample } from "./sample-value.ts"

/** A secret that is known by how it looks. */
export interface ShapeMatch {
  readonly shape: Shape
  /** In bytes. */
  readonly offset: number
  /** The value with which `--allow` accepts this one. It is made of a client id, which is public, or of a value too random to be guessed. */
  readonly fingerprint: string
  /** The value, to compare with secrets that were found in another way. Never printed. */
  readonly value: string
}

/** The forms that can be recognized, and their names in messages. */
export const shapes = {
  client_file: "an OAuth client file with its secret",
  google_client_secret: "a client secret of Google",
  google_refresh_token: "a refresh token of Google",
  service_account_key: "the private key of a service account",
} as const

export type Shape = keyof typeof shapes

/**
 * A string that is searched for in every file, and a part of it that is searched for first. V8 finds a needle of fewer than eight
 * bytes several times as fast as a longer one, if its first byte is rare.
 */
interface Beginning {
  readonly text: string
  readonly needle: string
}

/** One way to know a secret: how it begins, and what must be around it. */
interface Rule {
  readonly shape: Shape
  readonly beginning: Beginning
  /** Whether a secret begins at `at`, where its beginning is. */
  check(content: Buffer, at: number): Omit<ShapeMatch, "shape"> | undefined
}

// As Google makes them: 28 characters of base64url after the prefix.
const clientSecret = /^GOCSPX-[\w-]{28}(?![\w-])/
const refreshToken = /^1\/\/0[\w-]{40,512}(?![\w-])/
const privateKey =
  /^"private_key(?:\\?")\s{0,9}:\s{0,9}\\?"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:\\{1,4}[nr]|[A-Za-z\d+/=\s]){200}/
const secretMember = /^client_secret\\{0,3}"\s{0,9}:\s{0,9}\\{0,3}"([^"\\\s]{8,512})\\{0,3}"/
const idMember = /"client_id\\{0,3}"\s{0,9}:\s{0,9}\\{0,3}"([^"\\\s]{1,512})\\{0,3}"/
const clientType = /"(?:web|installed)\\{0,3}"\s{0,9}:\s{0,9}\{/

// A client file is rarely longer, and the text around a secret in it is nearer.
const mostBefore = 2_048
const mostBehind = 2_048
const mostEncoded = 8_192

const rules: readonly Rule[] = [
  {
    shape: "client_file",
    beginning: { text: "client_secret", needle: "_secret" },
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
    beginning: { text: "GOCSPX-", needle: "GOCSPX-" },
    check(content, at) {
      return whole(clientSecret, content, at, 64)
    },
  },
  {
    shape: "google_refresh_token",
    beginning: { text: "1//0", needle: "1//0" },
    check(content, at) {
      return whole(refreshToken, content, at, 600)
    },
  },
  {
    shape: "service_account_key",
    beginning: { text: '"private_key', needle: '"privat' },
    check(content, at) {
      return whole(privateKey, content, at, 1_024)
    },
  },
]

/** How base64 of the first member of a client file is written, and how many characters before it its group of four begins. */
interface EncodedBeginning extends Beginning {
  readonly before: number
}

// A usual way to put a client file into a variable. White space before the member decides which of three spellings it has.
const encodedBeginnings: readonly EncodedBeginning[] = [
  { text: "J3ZWIi", needle: "J3ZWIi", before: 2 },
  { text: "IndlYi", needle: "IndlYi", before: 0 },
  { text: "id2ViI", needle: "2ViI", before: 3 },
  { text: "JpbnN0YWxsZWQi", needle: "JpbnN0", before: 2 },
  { text: "Imluc3RhbGxlZC", needle: "Imluc3", before: 0 },
  { text: "iaW5zdGFsbGVkI", needle: "W5zdGF", before: 3 },
]

/**
 * Finds client files and secrets of Google by their form, without knowing any secret: as plain text, in JSON, in JSON within
 * a string, and a client file in base64. Sample values of documentation and templates are not taken for secrets.
 */
export function findShapes(content: Buffer): readonly ShapeMatch[] {
  // In both ways: a tool that knows no UTF-16 may have appended to the file.
  return isUtf16(content) ? [...findInUtf16(content), ...findInBytes(content)] : findInBytes(content)
}

function findInBytes(content: Buffer): readonly ShapeMatch[] {
  const found = rules.flatMap(rule => [...matchesOf(rule, content)])
  return [...found, ...encodedClientFiles(content)]
}

/** Whether a file begins with the byte order mark of UTF-16, in which Windows PowerShell writes what a command printed. */
function isUtf16(content: Buffer): boolean {
  const mark = content.length < 2 ? 0 : content.readUInt16BE(0)
  return mark === 0xfffe || mark === 0xfeff
}

function findInUtf16(content: Buffer): readonly ShapeMatch[] {
  const even = content.subarray(0, content.length & ~1)
  const littleEndian = content[0] === 0xff ? even : Buffer.from(even).swap16()
  // One byte for each code unit, so that places can be told. A character beyond Latin-1 is part of no known form.
  const text = Buffer.from(littleEndian.toString("utf16le").replace(/[^\0-\u00ff]/g, "?"), "latin1")
  return findInBytes(text).map(match => ({ ...match, offset: match.offset * 2 }))
}

function* matchesOf({ shape, beginning, check }: Rule, content: Buffer): Generator<ShapeMatch, void, void> {
  for (const at of placesOf(beginning, content)) {
    const match = check(content, at)
    if (match !== undefined) yield { shape, ...match }
  }
}

function* encodedClientFiles(content: Buffer): Generator<ShapeMatch, void, void> {
  for (const beginning of encodedBeginnings) {
    for (const found of placesOf(beginning, content)) {
      const at = found - beginning.before
      if (at < 0) continue
      // Often it is wrapped in lines, and indented, as in YAML.
      const run = /^[\w+/\s-]*/.exec(content.toString("latin1", at, at + mostEncoded))![0]
      const inside = findShapes(Buffer.from(run, "base64")).find(({ shape }) => shape === "client_file")
      if (inside !== undefined) yield { ...inside, offset: at }
    }
  }
}

function* placesOf({ text, needle }: Beginning, content: Buffer): Generator<number, void, void> {
  const before = text.indexOf(needle)
  for (let found = content.indexOf(needle); found !== -1; found = content.indexOf(needle, found + needle.length)) {
    const at = found - before
    if (at >= 0 && content.toString("latin1", at, at + text.length) === text) yield at
  }
}

function whole(pattern: RegExp, content: Buffer, at: number, length: number): Omit<ShapeMatch, "shape"> | undefined {
  const value = pattern.exec(content.toString("latin1", at, at + length))?.[0]
  if (value === undefined || isSample(value)) return undefined
  return { offset: at, fingerprint: fingerprintOf(value), value }
}

/** Half of a SHA-256, in hex. The module is not imported, since loading it takes as long as a small search, and most find nothing. */
function fingerprintOf(text: string): string {
  const { createHash } = process.getBuiltinModule("node:crypto")
  return createHash("sha256").update(text, "latin1").digest("hex").slice(0, 32)
}
