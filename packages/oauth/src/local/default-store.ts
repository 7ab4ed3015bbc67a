import { homedir } from "node:os"
import { join } from "node:path"
import { appNameRule, isAppName } from "@client-secrets/source-kit/app-name"
import { ownProperties } from "../flow/options.ts"
import { readGrantedVariable } from "./read-variable.ts"
import type { AccountOptions } from "./sign-in-options.ts"
import { fileTokenStore } from "./stores/file-token-store.ts"
import type { TokenStore } from "./stores/token-store.ts"

/** One store for each folder, so that calls of one program share their work. */
const stores = new Map<string, TokenStore>()

/**
 * The store that the options name, or the one in the folder of `app`.
 *
 * @throws {TypeError} without either
 */
export function findStore(options: AccountOptions): TokenStore {
  const { app, store } = ownProperties(options)
  if (store !== undefined) return requireStore(store)
  const folder = join(stateFolder(), requireAppName(app), "tokens")
  const known = stores.get(folder) ?? fileTokenStore(folder)
  stores.set(folder, known)
  return known
}

function requireStore(store: TokenStore): TokenStore {
  const methods = ["get", "set", "delete"] as const
  if (typeof store === "object" && store !== null && methods.every(name => typeof store[name] === "function"))
    return store
  throw new TypeError(
    "The option `store` must be a token store, such as fileTokenStore(folder) or memoryTokenStore(). Did you forget await?",
  )
}

function requireAppName(app: unknown): string {
  if (app === undefined)
    throw new TypeError(
      "Pass `app`, the name of your program, for the folder where its sign-ins are kept; or pass a `store`.",
    )
  if (!isAppName(app)) throw new TypeError(`The option app must be ${appNameRule}.`)
  return app
}

/** The folder in which programs keep their state for one user of this machine. */
function stateFolder(): string {
  const { platform } = process
  if (platform === "win32") return readGrantedVariable("LOCALAPPDATA") ?? join(homedir(), "AppData", "Local")
  if (platform === "darwin") return join(homedir(), "Library", "Application Support")
  // The XDG Base Directory Specification has a relative path ignored.
  const named = readGrantedVariable("XDG_STATE_HOME")
  return named?.startsWith("/") ? named : join(homedir(), ".local", "state")
}
