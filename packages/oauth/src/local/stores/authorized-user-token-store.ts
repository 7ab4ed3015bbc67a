import { dirname, resolve } from "node:path"
import { ClientSecretsError, createSecret } from "@client-secrets/core"
import { printPath } from "@client-secrets/source-kit"
import { ownProperties } from "../../flow/options.ts"
import { onFiles } from "./file-errors.ts"
import { lookUp, requireRegularFile } from "./private-folder.ts"
import { parseObject, readTokenFile } from "./read-file.ts"
import type { StoredTokens, TokenKey, TokenStore } from "./token-store.ts"

type Members = Record<string, unknown>

/** One program's way to write the tokens of a user: how to know it, read it and write it. */
interface Shape {
  readonly name: string
  matches(members: Members): boolean
  read(members: Members): StoredTokens
  /** The members that new tokens change. Every other member stays as it is. */
  write(tokens: StoredTokens, members: Members): Members
}

/**
 * The files that Google's quickstarts and libraries write. The first that matches counts.
 *
 * Where a file has no place for an access token, only the refresh token is kept, as the program that made it expects.
 */
const shapes: readonly Shape[] = [
  {
    name: "Python: google-auth's Credentials.to_json()",
    matches: members => typeof members["token"] === "string" || Array.isArray(members["scopes"]),
    read: members => toTokens(members["token"], members, Date.parse(`${members["expiry"]}`), listOf(members["scopes"])),
    write: tokens => ({
      token: tokens.accessToken.reveal(),
      ...refreshTokenOf(tokens),
      ...(tokens.scope !== "" && { scopes: tokens.scope.split(" ") }),
      ...(tokens.expiresAt !== undefined && { expiry: new Date(tokens.expiresAt).toISOString() }),
    }),
  },
  {
    name: "Go: golang.org/x/oauth2's Token",
    matches: members => typeof members["access_token"] === "string" && typeof members["expiry"] === "string",
    read: members => toTokens(members["access_token"], members, Date.parse(`${members["expiry"]}`), ""),
    write: tokens => ({
      access_token: tokens.accessToken.reveal(),
      token_type: "Bearer",
      ...refreshTokenOf(tokens),
      ...(tokens.expiresAt !== undefined && { expiry: new Date(tokens.expiresAt).toISOString() }),
    }),
  },
  {
    name: "Node: google.auth.fromJSON's authorized_user",
    matches: members => members["type"] === "authorized_user" && members["access_token"] === undefined,
    read: members => toTokens(undefined, members, 0, ""),
    write: tokens => refreshTokenOf(tokens),
  },
  {
    name: "Node: google-auth-library's Credentials",
    matches: members => typeof members["access_token"] === "string" || typeof members["refresh_token"] === "string",
    read: members =>
      toTokens(members["access_token"], members, Number(members["expiry_date"]), `${members["scope"] ?? ""}`),
    write: tokens => ({
      access_token: tokens.accessToken.reveal(),
      ...refreshTokenOf(tokens),
      ...(tokens.scope !== "" && { scope: tokens.scope }),
      token_type: "Bearer",
      ...(tokens.idToken && { id_token: tokens.idToken.reveal() }),
      ...(tokens.expiresAt !== undefined && { expiry_date: tokens.expiresAt }),
    }),
  },
]

/** The shape of a file that does not exist yet. */
const newShape = shapes.at(-1)!

/**
 * Keeps the sign-in in a file that Google's own libraries read and write: `token.json` of the quickstarts for Node,
 * Python and Go, or the credentials of google-auth-library.
 *
 * The file keeps its shape and its unknown members, gets mode 0600, and is replaced as a whole. It has room for one account.
 *
 * @param file such as `token.json`; it is made if it does not exist
 * @returns a store that throws `invalid` if the file is another kind of file, or of another client
 * @throws {TypeError} if the file is not a path, or begins with `~`, which only a shell expands
 * @see https://developers.google.com/workspace/calendar/api/quickstart/nodejs
 */
export function authorizedUserTokenStore(file: string): TokenStore {
  if (typeof file !== "string" || file === "" || file.startsWith("~"))
    throw new TypeError("authorizedUserTokenStore() needs the path of a file; it does not expand ~.")
  const path = resolve(file)
  const folder = dirname(path)
  // Values for which the file has no place are kept as long as the process runs.
  let latest: StoredTokens | undefined

  const readMembers = async (key: TokenKey): Promise<Members | undefined> => {
    const content = await readTokenFile(path, folder)
    if (content === undefined) return undefined
    const members = parseObject(content)
    if (members === undefined) throw invalid(path, "is not a JSON object")
    if (typeof members["client_id"] === "string" && members["client_id"] !== key.clientId)
      throw invalid(path, "holds the sign-in of another client: its client_id is not that of the client file")
    return members
  }

  // The code for writing is loaded late, as in fileTokenStore.
  return {
    get: async key => {
      requireOneAccount(key)
      return onFiles(path, async () => {
        const members = await readMembers(key)
        if (members === undefined) return undefined
        const shape = shapes.find(({ matches }) => matches(members))
        if (shape === undefined) throw invalid(path, "holds no tokens")
        const tokens = ownProperties(shape.read(members))
        const isLatest = latest !== undefined && latest.refreshToken?.reveal() === tokens.refreshToken?.reveal()
        return isLatest && tokens.accessToken.reveal() === "" ? latest : tokens
      })
    },
    set: async (key, given) => {
      requireOneAccount(key)
      const tokens = ownProperties(given)
      return onFiles(path, async () => {
        const members = (await readMembers(key)) ?? ownProperties({})
        requireRegularFile(await lookUp(path), folder)
        const shape = shapes.find(({ matches }) => matches(members)) ?? newShape
        const { replaceFile } = await import("./replace-file.ts")
        await replaceFile(path, `${JSON.stringify({ ...members, ...shape.write(tokens, members) }, null, 2)}\n`)
        latest = tokens
      })
    },
    delete: async key => {
      requireOneAccount(key)
      latest = undefined
      return onFiles(path, async () => {
        const { removeFile } = await import("./replace-file.ts")
        await removeFile(path)
      })
    },
    lock(_, options) {
      const { signal } = ownProperties(options)
      const takeLock = async () => {
        const { lockFile } = await import("./file-lock.ts")
        const release = await lockFile(`${path}.lock`, signal)
        return () => onFiles(path, release)
      }
      return onFiles(path, takeLock, signal)
    },
    probe: () =>
      onFiles(path, async () => {
        const { probeFile } = await import("./replace-file.ts")
        await probeFile(path, ((await lookUp(path))?.size ?? 0) + 16_384)
      }),
  }
}

function requireOneAccount(key: TokenKey): void {
  const { account, resource } = ownProperties(key)
  if (account !== "" || resource !== undefined)
    throw new TypeError("authorizedUserTokenStore() keeps one account. Leave out `account`, or use fileTokenStore().")
}

function toTokens(accessToken: unknown, members: Members, expiresAt: number, scope: string): StoredTokens {
  const refreshToken = members["refresh_token"]
  const hasAccessToken = typeof accessToken === "string" && accessToken !== ""
  return {
    accessToken: createSecret(hasAccessToken ? accessToken : ""),
    tokenType: "bearer",
    scope,
    // Without an access token or a time, the first use gets a new one.
    expiresAt: hasAccessToken && Number.isFinite(expiresAt) ? expiresAt : 0,
    ...(typeof refreshToken === "string" && refreshToken !== "" && { refreshToken: createSecret(refreshToken) }),
  }
}

function refreshTokenOf({ refreshToken }: StoredTokens): Members {
  return refreshToken === undefined ? {} : { refresh_token: refreshToken.reveal() }
}

function listOf(scopes: unknown): string {
  return Array.isArray(scopes) ? scopes.filter(scope => typeof scope === "string").join(" ") : ""
}

function invalid(path: string, what: string): ClientSecretsError {
  return new ClientSecretsError("invalid", `${printPath(path)} ${what}. Move it away, or name another file.`)
}
