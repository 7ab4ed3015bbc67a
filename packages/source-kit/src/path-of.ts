import { nodeModule } from "./file-work.ts"
import { isSourceFailure } from "./source-failure.ts"

/** What is used of a `URL`. */
export interface FileUrl {
  readonly href: string
}

/**
 * A path of what was given for one: a path, or a `file:` URL (also as text, which is what `import.meta.resolve` gives).
 *
 * @throws {TypeError} for anything else, and for a document or an address in its place: no message holds what was given.
 */
export function pathOf(given: string | FileUrl): string {
  if (typeof given === "string" && !given.startsWith("file:")) return checkPath(given)
  const url = typeof given === "string" ? given : (given as Partial<FileUrl> | null)?.href
  if (typeof url !== "string" || !url.startsWith("file:")) throw new TypeError("A path is a text or a file: URL.")
  try {
    return checkPath(nodeModule<{ fileURLToPath(url: string): string }>("node:url").fileURLToPath(url))
  } catch (error) {
    // Without Node's modules there are no files: it is the reading that says so.
    if (isSourceFailure(error)) return url
    throw new TypeError("The file: URL is not one of a path of this machine.")
  }
}

function checkPath(path: string): string {
  if (path === "" || path.includes("\0")) throw new TypeError("A path is neither empty nor has a NUL in it.")
  // google-api-php-client takes both in one parameter, and prints the document when it takes it for a path.
  if (isDocument(path)) throw new TypeError("A document was given for a path: parseClientSecrets takes that.")
  if (isHttpUrl(path)) throw new TypeError("An address was given for a path: fetchSource takes that.")
  return path
}

/** Whether a text that should be a path is a URL for `fetchSource` instead. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** Whether a text that should be a path is JSON instead. */
export function isDocument(text: string): boolean {
  return /^\s*[{[]/.test(text) && text.includes('"')
}
