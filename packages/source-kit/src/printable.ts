/** Words as people write them: no shape of a secret. A few digits may follow, as in `europe-west1`. */
const plainWord = /^([a-z]+|[A-Z]?[a-z]+|[A-Z]+)\d{0,4}$/
const longestWord = 32
const shortestSecret = 16
// Google's client secrets, JSON Web Tokens, and UUIDs: a few of these would pass for plain words.
const knownShape = /GOCSPX|eyJ[\w-]{10}|[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}/i

/**
 * Whether a name could be a secret: 16 or more characters of letters and digits mixed, not counting plain words, hyphens
 * and underscores.
 *
 * That finds the client secrets of Google, Microsoft Entra and Keycloak (UUIDs), and random ones in hex and base64. A
 * passphrase of plain words has no such shape: what may be one is not to be printed at all.
 */
export function looksSecret(name: string): boolean {
  if (knownShape.test(name)) return true
  const remainder = withoutPlainWords(name)
  if (remainder.length < shortestSecret) return false
  if (/\d/.test(remainder)) return /[A-Za-z]/.test(remainder)
  // Without a digit: a name in CamelCase has a capital now and then, random letters have every second one.
  return remainder.replace(/[^A-Z]/g, "").length * 3 > remainder.length
}

function withoutPlainWords(name: string): string {
  const words = name.split(/[^A-Za-z\d+=~]+/)
  return words.filter(word => word.length > longestWord || !plainWord.test(word)).join("")
}

/**
 * Replaces what could be a secret in a path, an address or the name of a secret in a store by `…`.
 *
 * The parts between `/`, `\`, `.`, `:`, `,`, `@` and spaces are looked at together as long as no plain word comes between
 * them, since base64 and some providers' secrets have such characters within.
 */
export function maskSecrets(text: string): string {
  const pieces = text.split(/([\\/:.,@\s]+)/)
  // Parts have even indices, what separates them odd ones.
  for (let start = 0; start < pieces.length; ) {
    const end = endOfRun(pieces, start)
    if (looksSecret(pieces.slice(start, end).join("-"))) {
      for (let index = start; index < end; index += 2) pieces[index] = "…"
    }
    start = end
  }
  return pieces.join("")
}

/** The index after the parts that begin at one and are not plain words; at least one part is taken. */
function endOfRun(pieces: readonly string[], start: number): number {
  let end = start
  while (end < pieces.length && withoutPlainWords(pieces[end]!) !== "") end += 2
  return Math.max(end, start + 2)
}

/** The replacement for a path that could be something else. */
export const hiddenPath = "(a path that is not printed)"
const longestPath = 1024
// Text that could be a document, a value or a terminal's control sequence; or an address, whose query may contain a token.
const unprintable = /[\0-\x1f\x7f{}"'`]|^(?!file:)\w[\w+.-]{1,64}:\/\//
// Beyond ASCII. A string: an engine checks the literal of an expression when it reads the file, whether it is used or not,
// and Unicode's categories take it longer than all else in this file.
const invisible = "[\\p{C}\\p{Zl}\\p{Zp}]"
// A Google client's own file, as the console names it: a client id, which is public, although it looks random.
const googleName = /^client_secret_\d{1,24}-[a-z\d]{1,40}\.apps\.googleusercontent\.com( ?\(\d{1,3}\))?\.json$/
const knownEnding = /\.(jsonc?|txt|ya?ml|toml|ini|conf|cfg|properties|env|key|pem|secret|secrets)$/i
const rooted = /^(\.{0,2}[\\/]|~[\\/]|[A-Za-z]:[\\/])/

/** Returns a path that the program passes, as a message may contain it. Several words that are not a path are not printed. */
export function printPath(path: string): string {
  return path.includes(" ") && !looksLikePath(path) ? hiddenPath : printParts(path)
}

/**
 * Returns the path in a variable, as a message may contain it.
 *
 * A bare secret is often put into such a variable by mistake. So the value is printed only if it looks like a path: it
 * begins with `/`, `./`, `../`, `~/` or a drive, or its ending is that of a file.
 */
export function printVariablePath(value: string): string {
  return looksLikePath(value) ? printParts(value) : hiddenPath
}

function looksLikePath(text: string): boolean {
  const name = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("\\")) + 1)
  if (knownEnding.test(name) || /^\.env(\.[\w-]{1,32})?$/.test(name)) return true
  // Base64 may begin with a slash too: then nothing of it is printed where a part of it could be a secret.
  return rooted.test(text) && !looksSecret(text.replaceAll("/", ""))
}

/** Parts of the path that could be a secret are replaced by `…`; what could be a document or a value is not printed. */
function printParts(path: string): string {
  const isDoubtful = unprintable.test(path) || (/[^\0-\x7f]/.test(path) && new RegExp(invisible, "u").test(path))
  if (path.length > longestPath || isDoubtful) return hiddenPath
  const nameStart = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1
  const name = path.slice(nameStart)
  return googleName.test(name) ? maskSecrets(path.slice(0, nameStart)) + name : maskSecrets(path)
}
