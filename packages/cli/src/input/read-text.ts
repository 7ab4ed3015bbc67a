import { decodeText, readBoundedFile, runFileWorkSync } from "@client-secrets/source-kit"

/**
 * The text of a file that a check looks into, of up to a mebibyte; empty if it does not exist.
 *
 * Whose folder it is, is not known: it is read without waiting, since a FIFO in it would hang the command.
 */
export function readText(path: string): string {
  try {
    const found = runFileWorkSync(readBoundedFile(path, 2 ** 20))
    return found === undefined || found === "directory" ? "" : decodeText(found.bytes)
  } catch {
    return ""
  }
}
