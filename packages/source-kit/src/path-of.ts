import { describeType } from "./describe-type.ts"
import { nodeModule } from "./file-work.ts"
import { ownProperty } from "./own-property.ts"
import { isSourceFailure } from "./source-failure.ts"

/** The part of a `URL` that is used. */
export interface FileUrl {
  readonly href: string
}

/**
 * Returns the path that was passed as a path, or as a `file:` URL (also as a string, which `import.meta.resolve` returns).
 *
 * @throws {TypeError} for anything else, and for a document or an address in place of a path: no message contains what was passed
 */
export function pathOf(given: string | FileUrl): string {
  if (typeof given === "string" && !given.startsWith("file:")) return checkPath(given)
  // A URL has its href on its class.
  const url = typeof given === "string" ? given : given instanceof URL ? given.href : ownProperty(given, "href")
  if (typeof url !== "string")
    throw new TypeError(`A path must be a string or a file: URL; received ${describeType(given)}.`)
  if (!url.startsWith("file:")) throw new TypeError("A URL for a path must begin with file:, and this one does not.")
  try {
    return checkPath(nodeModule<{ fileURLToPath(url: string): string }>("node:url").fileURLToPath(url))
  } catch (error) {
    // Without Node's modules files cannot be read: reading reports it.
    if (isSourceFailure(error)) return url
    throw new TypeError("This file: URL does not name a path on this machine.")
  }
}

function checkPath(path: string): string {
  if (path === "") throw new TypeError("The path is empty.")
  if (path.includes("\0")) throw new TypeError("The path has a NUL character in it.")
  // google-api-php-client accepts both in one parameter, and prints the document if it takes it for a path.
  if (isDocument(path))
    throw new TypeError("A document was passed in place of a path. Pass it to parseClientSecrets() instead.")
  if (isHttpUrl(path))
    throw new TypeError("An address was passed in place of a path. Pass it to fetchSource() instead.")
  return path
}

/** Whether a string that should be a path is an address for `fetchSource`. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** Whether a string that should be a path is JSON. */
export function isDocument(text: string): boolean {
  return /^\s*[{[]/.test(text) && text.includes('"')
}
