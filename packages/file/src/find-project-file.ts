import { type FileWork, nodeModule, printPath, readBoundedFile, sourceFailure } from "@client-secrets/source-kit"
import type { FileDocument } from "./source-of-files.ts"
import { findDoubt } from "./trusted-file.ts"

export const fileName = "client_secrets.json"

/**
 * Searches these folders for `client_secrets.json`, and uses the first that it finds.
 *
 * @throws `untrusted_location` for a file that somebody else could have put there
 */
export function* findTrustedFile(folders: readonly string[], maxBytes: number): FileWork<FileDocument | undefined> {
  const { join } = nodeModule<{ join(...parts: string[]): string }>("node:path")
  for (const folder of folders) {
    const path = join(folder, fileName)
    const found = yield* readBoundedFile(path, maxBytes)
    if (found === undefined) continue
    const name = printPath(path)
    if (found === "directory") {
      throw sourceFailure(
        "unsupported",
        `${name} is a folder, not a file. Docker creates one where the file to be mounted does not exist.`,
      )
    }
    const doubt = yield* findDoubt(path, folder, found.status)
    if (doubt === undefined) return { content: found.bytes, path, hint: () => `The file is ${name}.` }
    throw sourceFailure(
      "untrusted_location",
      `${name} was found, but ${doubt}, so somebody else could have put it there. If it is yours, pass its path to fileSource().`,
    )
  }
  return undefined
}
