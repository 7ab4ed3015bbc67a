import { createHash, randomBytes } from "node:crypto"
import type { Stats } from "node:fs"
import { constants, lstat, mkdir, open, rename, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { ClientSecretsError } from "@client-secrets/core"
import { printPath } from "@client-secrets/source-kit"
import { serializeKey, type TokenKey, type TokenStore } from "./token-store.ts"
import { fromPlainTokens, toPlainTokens } from "./tokens-json.ts"

const maxBytes = 1_048_576

/**
 * Keeps tokens in files of a folder that only the user can enter, in the clear: one file a key, named by its hash.
 *
 * The folder is made where it is not there. A file is written beside its place and then moved there, so that a reader
 * never sees a half of it; two programs that write at once leave one of the two.
 *
 * @param folder a folder of its own, such as `~/.local/state/my-program`; `~` is not expanded
 * @returns a store that throws `untrusted_location` where others may enter the folder or a link stands in a file's
 *   place; `invalid` where a file was changed by hand; `denied`, `unavailable`
 */
export function fileTokenStore(folder: string): TokenStore {
  if (typeof folder !== "string" || folder === "") throw new TypeError("fileTokenStore takes the path of a folder.")
  const path = resolve(folder)
  const fileOf = (key: TokenKey) => join(path, `${createHash("sha256").update(serializeKey(key)).digest("hex")}.json`)
  return {
    get: key => onFiles(path, () => readTokens(path, fileOf(key), key)),
    set: (key, tokens) =>
      onFiles(path, async () => {
        await mkdir(path, { recursive: true, mode: 0o700 })
        requireOwnFolder(await lstat(path), path)
        requireOwnFile(await lookUp(fileOf(key)), path)
        await replaceFile(fileOf(key), JSON.stringify({ key, tokens: toPlainTokens(tokens) }, null, 2))
      }),
    delete: key => onFiles(path, () => rm(fileOf(key), { force: true })),
  }
}

async function readTokens(folder: string, file: string, key: TokenKey) {
  const status = await lookUp(folder)
  if (status === undefined) return undefined
  requireOwnFolder(status, folder)
  const found = await lookUp(file)
  requireOwnFile(found, folder)
  if (found === undefined) return undefined
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const { size } = await handle.stat()
    const text = size > maxBytes ? "" : await handle.readFile("utf8")
    const content = Object(parse(text)) as { key?: TokenKey; tokens?: unknown }
    const tokens = fromPlainTokens(content.tokens)
    // The name is a hash of the key; a file that was moved here by hand is another key's.
    if (tokens !== undefined && content.key !== undefined && serializeKey(content.key) === serializeKey(key))
      return tokens
    throw new ClientSecretsError("invalid", `A file of ${printPath(folder)} holds no tokens of ours: remove it.`)
  } finally {
    await handle.close()
  }
}

// Renaming is the one way to put a whole file into another's place.
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(8).toString("hex")}`
  const handle = await open(temporary, "wx", 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
    await handle.close()
    await rename(temporary, file)
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

// Windows has no modes: there the user's profile folder is what keeps others out.
function requireOwnFolder(status: Stats, folder: string): void {
  const user = process.getuid?.()
  if (!status.isDirectory()) throw untrusted(folder, "is not a folder")
  if (user !== undefined && status.uid !== user) throw untrusted(folder, "belongs to another user")
  if (user !== undefined && (status.mode & 0o077) !== 0)
    throw untrusted(folder, "can be entered by others: chmod 700 it, or name a folder that is not there yet")
}

function requireOwnFile(status: Stats | undefined, folder: string): void {
  if (status !== undefined && !status.isFile()) throw untrusted(folder, "holds something else in a token file's place")
}

function untrusted(folder: string, what: string): ClientSecretsError {
  return new ClientSecretsError("untrusted_location", `${printPath(folder)} ${what}.`)
}

async function lookUp(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined
    throw error
  }
}

/** What the system says of a file names paths and more: only its code goes on. */
async function onFiles<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (ClientSecretsError.is(error)) throw error
    const code = codeOf(error)
    const isDenied = code === "EACCES" || code === "EPERM" || code === "EROFS" || /Denied|Capable/.test(nameOf(error))
    const message = `The tokens in ${printPath(folder)} cannot be ${isDenied ? "reached: it is not allowed" : "reached"}${code && ` (${code})`}.`
    throw new ClientSecretsError(isDenied ? "denied" : "unavailable", message)
  }
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown }
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : ""
}

function nameOf(error: unknown): string {
  return String((Object(error) as { name?: unknown }).name)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
