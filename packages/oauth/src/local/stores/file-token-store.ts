import { createHash } from "node:crypto"
import { constants, lstat, open } from "node:fs/promises"
import { join, resolve } from "node:path"
import { ClientSecretsError } from "@client-secrets/core"
import { printPath } from "@client-secrets/source-kit"
import type { Tokens } from "../../flow/flow.ts"
import { onFiles } from "./file-errors.ts"
import { fromPlainTokens, toPlainTokens } from "./plain-tokens.ts"
import { lookUp, makePrivateFolder, requirePrivateFolder, requireRegularFile } from "./private-folder.ts"
import { removeFile, replaceFile } from "./replace-file.ts"
import { parseKey, serializeKey, type TokenKey, type TokenStore } from "./token-store.ts"

const maxBytes = 1_048_576

/**
 * Keeps tokens in files of a folder that only the user can enter, unencrypted: one file for each key, named by its hash.
 *
 * The folder is made if it does not exist. A file is written next to its place and then moved there, so that a reader
 * never sees a part of it. What a program that was stopped left behind is removed by the next write.
 *
 * @param folder a separate folder, such as `join(homedir(), ".local/state/my-program")`
 * @returns a store that throws `untrusted_location` if others can enter the folder or a link is in a file's place;
 *   `invalid` if a file was changed by hand; `denied`, `unavailable`
 * @throws {TypeError} if the folder is not a path, or begins with `~`, which only a shell expands
 */
export function fileTokenStore(folder: string): TokenStore {
  const path = resolve(requireFolder(folder))
  const fileOf = (key: TokenKey) => join(path, `${createHash("sha256").update(serializeKey(key)).digest("hex")}.json`)
  return {
    get: key => onFiles(path, () => readTokens(path, fileOf(key), key)),
    set: (key, tokens) =>
      onFiles(path, async () => {
        await makePrivateFolder(path)
        requireRegularFile(await lookUp(fileOf(key)), path)
        await replaceFile(fileOf(key), JSON.stringify({ key, tokens: toPlainTokens(tokens) }, null, 2))
      }),
    delete: key => onFiles(path, () => removeFile(fileOf(key))),
  }
}

function requireFolder(folder: string): string {
  if (typeof folder !== "string" || folder === "") throw new TypeError("fileTokenStore() needs the path of a folder.")
  if (folder.startsWith("~"))
    throw new TypeError(
      "fileTokenStore() does not expand ~, which is a feature of shells. Use join(homedir(), …), or write ./~ for a folder of that name.",
    )
  return folder
}

async function readTokens(folder: string, file: string, key: TokenKey): Promise<Tokens | undefined> {
  const status = await lookUp(folder)
  if (status === undefined) return undefined
  requirePrivateFolder(await lstat(folder), folder)
  const found = await lookUp(file)
  requireRegularFile(found, folder)
  if (found === undefined) return undefined
  const content = parseObject(await readSmallFile(file))
  const tokens = fromPlainTokens(content["tokens"])
  const storedKey = parseKey(content["key"])
  // The name is a hash of the key; a file that was moved here by hand belongs to another key.
  if (tokens !== undefined && storedKey !== undefined && serializeKey(storedKey) === serializeKey(key)) return tokens
  throw new ClientSecretsError(
    "invalid",
    `A file in ${printPath(folder)} does not hold the tokens that were stored there. Remove it, and sign in again.`,
  )
}

/** The content of a file; empty if it is too large to be one of ours. */
async function readSmallFile(file: string): Promise<string> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const { size } = await handle.stat()
    return size > maxBytes ? "" : await handle.readFile("utf8")
  } finally {
    await handle.close()
  }
}

/** The own members of a JSON object; none if it is not one. */
function parseObject(text: string): Record<string, unknown> {
  try {
    return Object.assign(Object.create(null), JSON.parse(text)) as Record<string, unknown>
  } catch {
    return Object.create(null) as Record<string, unknown>
  }
}
