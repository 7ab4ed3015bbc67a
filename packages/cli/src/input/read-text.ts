import { decodeText, readBoundedFile, runFileWorkSync } from "@client-secrets/source-kit"

/**
 * The text of a file that a check reads, of up to a mebibyte; empty if it does not exist, undefined if it exists and was not read.
 *
 * Whose folder it is, is not known: it is read without waiting, since a FIFO in it would hang the command.
 */
export function readTextOrNothing(path: string): string | undefined {
  try {
    const found = runFileWorkSync(readBoundedFile(path, 2 ** 20))
    return found === undefined || found === "directory" ? "" : decodeText(found.bytes)
  } catch {
    return undefined
  }
}

/** The same, where a file that was not read counts as an empty one. */
export function readText(path: string): string {
  return readTextOrNothing(path) ?? ""
}
