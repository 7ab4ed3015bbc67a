import { printPath } from "@client-secrets/source-kit"

// The name under which Google's console saves the file: a client id, which is public, and long enough to look secret.
const googleName = /^client_secret_\d{1,24}-[a-z\d]{32}\.apps\.googleusercontent\.com( \(\d+\))?\.json$/

/** A path as it may be printed: what has the shape of a secret or of a document is not. */
export function printablePath(path: string): string {
  const separator = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1
  const name = path.slice(separator)
  return googleName.test(name) ? printPath(path.slice(0, separator)) + name : printPath(path)
}

/** The path of a generated file, as it may be printed: it ends in the name of a file, so words before that are those of folders. */
export function printableFile(path: string): string {
  return printPath(`./${path}`).replace(/^\.\//, "")
}

/** A string for one line of a terminal or a log: characters that control a terminal or change the text direction are escaped. */
export function printableText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, character =>
    [...character].map(one => `\\u{${one.codePointAt(0)!.toString(16)}}`).join(""),
  )
}

/**
 * The path of something that was found by walking a folder, as it may be printed: it exists, so it is not a value that was pasted
 * in the place of a path. The caller must find names that contain a secret.
 */
export function printableName(path: string): string {
  return printableText(path)
}
