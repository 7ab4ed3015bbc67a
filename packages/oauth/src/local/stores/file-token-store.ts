import { createHash } from "node:crypto"
import { readdir } from "node:fs/promises"
import { join, resolve } from "node:path"
import { ClientSecretsError } from "@client-secrets/core"
import { checkTypes, printPath } from "@client-secrets/source-kit"
import { fromPlainTokens, toPlainTokens } from "../../authorization/serialize-tokens.ts"
import { ownProperties, requireOptions } from "../../flow/options.ts"
import { onFiles } from "./file-errors.ts"
import { lookUp, makePrivateFolder, requirePrivateFolder, requireRegularFile } from "./private-folder.ts"
import { parseObject, readTokenFile } from "./read-file.ts"
import { parseKey, type StoredTokens, serializeKey, type TokenKey, type TokenStore } from "./token-store.ts"

/** Options of `fileTokenStore`: encryption, such as Electron's `safeStorage`. Both or neither. */
export interface FileTokenStoreOptions {
  /** Encrypts what is written. @default unencrypted */
  readonly seal?: (text: string) => Uint8Array | Promise<Uint8Array>
  /** Decrypts what `seal` returned. It throws if it cannot. */
  readonly open?: (sealed: Uint8Array) => string | Promise<string>
}

/** How many bytes a refreshed sign-in may need in addition to the present one: for the check whether the disk has room. */
const growth = 16_384

/**
 * Keeps sign-ins in files of a folder that only the user can enter: one file for each key, named by its hash.
 *
 * The folder is made if it does not exist. A file is written next to its place and then moved there, so that a reader
 * never sees a part of it, and a program that is stopped at any moment leaves the old sign-in or the new one. What
 * stopped programs left is removed by the next write. Several processes can use the folder at the same time.
 *
 * @example
 * ```ts
 * const store = fileTokenStore(join(app.getPath("userData"), "tokens"), {
 *   seal: text => safeStorage.encryptString(text),
 *   open: sealed => safeStorage.decryptString(Buffer.from(sealed)),
 * })
 * ```
 * @param folder a separate folder, such as `join(homedir(), ".local/state/my-program")`
 * @returns a store that throws `untrusted_location` if others can enter the folder or a link is in a file's place;
 *   `invalid` if a file was changed by hand or cannot be decrypted; `denied`; `unavailable`, for example if the disk is full
 * @throws {TypeError} if the folder is not a path, or begins with `~`, which only a shell expands
 */
export function fileTokenStore(folder: string, options?: FileTokenStoreOptions): TokenStore {
  const path = resolve(requireFolder(folder))
  const codec = createCodec(path, options)
  const fileOf = (key: TokenKey) => join(path, `${createHash("sha256").update(serializeKey(key)).digest("hex")}.json`)
  // What writes is loaded with the first write: most programs only read their sign-in when they start. `probe` and `lock` do
  // so before a refresh token is used.
  return {
    get: key => onFiles(path, () => readTokens(path, fileOf(key), key, codec)),
    set: (key, tokens) =>
      onFiles(path, async () => {
        const content = await codec.encode(key, tokens)
        await makePrivateFolder(path)
        requireRegularFile(await lookUp(fileOf(key)), path)
        const { replaceFile } = await import("./replace-file.ts")
        await replaceFile(fileOf(key), content)
      }),
    delete: key =>
      onFiles(path, async () => {
        const { removeFile } = await import("./replace-file.ts")
        await removeFile(fileOf(key))
      }),
    list: () => onFiles(path, () => listKeys(path)),
    lock(key, options) {
      const { signal } = ownProperties(options)
      const takeLock = async () => {
        await makePrivateFolder(path)
        const { lockFile } = await import("./file-lock.ts")
        const release = await lockFile(`${fileOf(key)}.lock`, signal)
        return () => onFiles(path, release)
      }
      return onFiles(path, takeLock, signal)
    },
    probe: key =>
      onFiles(path, async () => {
        await makePrivateFolder(path)
        const present = await lookUp(fileOf(key))
        const { probeFile } = await import("./replace-file.ts")
        await probeFile(fileOf(key), (present?.size ?? 0) + growth)
      }),
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

async function readTokens(
  folder: string,
  file: string,
  key: TokenKey,
  codec: Codec,
): Promise<StoredTokens | undefined> {
  const status = await lookUp(folder)
  if (status === undefined) return undefined
  requirePrivateFolder(status, folder)
  const content = await readTokenFile(file, folder)
  if (content === undefined) return undefined
  const entry = parseObject(content)
  const storedKey = parseKey(entry?.["key"])
  // The name is a hash of the key; a file that was moved here by hand belongs to another key.
  if (entry === undefined || storedKey === undefined || serializeKey(storedKey) !== serializeKey(key))
    throw changedByHand(folder)
  return codec.decode(entry)
}

/** Keys of other files are missing in it: such files are kept, and not listed. */
async function listKeys(folder: string): Promise<TokenKey[]> {
  const status = await lookUp(folder)
  if (status === undefined) return []
  requirePrivateFolder(status, folder)
  const keys: TokenKey[] = []
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith(".json")) continue
    const content = await readTokenFile(join(folder, name), folder)
    const key = parseKey(parseObject(content ?? "")?.["key"])
    if (key !== undefined) keys.push(key)
  }
  return keys
}

/** How an entry is written: the key is readable, so that accounts can be listed without decrypting anything. */
interface Codec {
  encode(key: TokenKey, tokens: StoredTokens): Promise<string>
  decode(entry: Record<string, unknown>): Promise<StoredTokens>
}

function createCodec(folder: string, options: FileTokenStoreOptions | undefined): Codec {
  const own = requireOptions(options)
  checkTypes(own, { seal: ["function"], open: ["function"] })
  const { seal, open } = own
  if ((seal === undefined) !== (open === undefined))
    throw new TypeError("fileTokenStore() needs both `seal` and `open`, or neither.")
  return {
    async encode(key, tokens) {
      const plain = toPlainEntry(tokens)
      if (seal === undefined) return JSON.stringify({ key, tokens: plain }, null, 2)
      const sealed = await callWith("seal", () => seal(JSON.stringify(plain)))
      return JSON.stringify({ key, sealed: Buffer.from(sealed).toString("base64") }, null, 2)
    },
    async decode({ tokens, sealed }) {
      // Entries from before encryption was turned on are read, and sealed by the next write.
      if (typeof sealed !== "string") return requireTokens(fromPlainEntry(tokens), folder)
      if (open === undefined)
        throw new ClientSecretsError(
          "invalid",
          `The tokens in ${printPath(folder)} are encrypted. Pass the option open.`,
        )
      const text = await callWith("open", () => open(Buffer.from(sealed, "base64")))
      return requireTokens(fromPlainEntry(parseObject(text)), folder)
    },
  }
}

function toPlainEntry(tokens: StoredTokens): object {
  const { requestedScope } = ownProperties(tokens)
  return { ...toPlainTokens(tokens), ...(requestedScope !== undefined && { requested_scope: requestedScope }) }
}

function fromPlainEntry(value: unknown): StoredTokens | undefined {
  const tokens = fromPlainTokens(value)
  const { requested_scope } = ownProperties(Object(value) as Record<string, unknown>)
  if (tokens === undefined || typeof requested_scope !== "string") return tokens
  return { ...tokens, requestedScope: requested_scope }
}

/** Calls a function of the caller. Its error may quote the arguments. */
async function callWith<Result>(name: string, call: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch {
    throw new ClientSecretsError(
      "unavailable",
      `The option ${name} of fileTokenStore() threw an error, so the stored tokens cannot be used. Its message is withheld, since it may hold them.`,
    )
  }
}

function requireTokens(tokens: StoredTokens | undefined, folder: string): StoredTokens {
  if (tokens === undefined) throw changedByHand(folder)
  return tokens
}

function changedByHand(folder: string): ClientSecretsError {
  return new ClientSecretsError(
    "invalid",
    `A file in ${printPath(folder)} does not hold the tokens that were stored there. Remove it, and sign in again.`,
  )
}
