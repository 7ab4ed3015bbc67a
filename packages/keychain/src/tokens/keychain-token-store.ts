import { type AbortSignalLike, ClientSecretsError, type ClientSecretsErrorCode } from "@client-secrets/core"
import { readProperty } from "@client-secrets/recognize"
import { describeType, isSourceFailure, ownOptions, refusal, sourceFailure } from "@client-secrets/source-kit"
import { type Keychain, type KeychainOptions, openKeychain } from "../keychain/keychain.ts"
import { formatTokens, parseTokens } from "./stored-tokens.ts"
import { parseKey, type StoredTokens, serializeKey, type TokenKey } from "./token-key.ts"

/** Waits until no other process has the lock of this key, and keeps it until the returned function is called. */
export type LockKey = (
  key: TokenKey,
  options: { readonly signal?: AbortSignalLike | undefined },
) => Promise<() => Promise<void>>

/** Options of `keychainTokenStore`. */
export interface KeychainTokenStoreOptions extends KeychainOptions {
  /**
   * Keeps two processes from refreshing the same sign-in at the same time, which ends it at providers that rotate refresh
   * tokens: `fileTokenStore(folder).lock`. A keychain has no locks.
   * @default none
   */
  readonly lock?: LockKey | undefined
}

/** A store for `signIn` of `@client-secrets/oauth/local`. */
export interface KeychainTokenStore {
  get(key: TokenKey): Promise<StoredTokens | undefined>
  set(key: TokenKey, tokens: StoredTokens): Promise<void>
  delete(key: TokenKey): Promise<void>
  list(): Promise<readonly TokenKey[]>
  /** Throws what `set` would throw now: `signIn` calls it before it sends a refresh token that works only once. */
  probe(key: TokenKey): Promise<void>
  /** Only with the option `lock`. */
  readonly lock?: LockKey
}

/** As long as most sign-ins are. */
const trial = "x".repeat(4_096)

/** The entry that lists the keys: a keychain finds entries by name only. */
const indexAccount = "sign-ins"

/**
 * Keeps sign-ins in the keychain of the operating system.
 *
 * Each sign-in is one entry (on Windows several, since one holds 1,280 characters), and one more lists them. Every write
 * is read back: a locked keychain of macOS accepts it and stores nothing. It never stores anything elsewhere: without a
 * keychain, it throws.
 *
 * @example
 * ```ts
 * const authorization = await signIn(client, { app: "my-program", scope, store: keychainTokenStore("my-program") })
 * ```
 * @param service the name of the program, as the keychain shows it
 * @returns a store that throws `unavailable` (the keychain is locked, or did not keep what was written), `unsupported`
 * (there is no keychain, or no package for it), `denied` (a grant of Deno's) and `invalid` (an entry that was changed)
 * @throws {TypeError} for a name that a keychain cannot have
 */
export function keychainTokenStore(service: string, options?: KeychainTokenStoreOptions): KeychainTokenStore {
  try {
    return makeStore(service, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    service = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeStore(service: string, options?: KeychainTokenStoreOptions): KeychainTokenStore {
  const { lock, backend } = ownOptions(options)
  if (lock !== undefined && typeof lock !== "function") {
    throw new TypeError(
      `The option lock must be a function, such as fileTokenStore(folder).lock; received ${describeType(lock)}.`,
    )
  }
  const keychain = openKeychain(service, { backend })
  return {
    get: key =>
      asOurError(async () => {
        const text = await keychain.read(await accountOf(key))
        return text === undefined ? undefined : tokensIn(text, key)
      }),
    set: (key, tokens) =>
      asOurError(async () => {
        // First, so that no sign-in is kept that could not be listed and removed.
        await changeIndex(keychain, keys => withKey(keys, key))
        await keychain.write(await accountOf(key), formatTokens(key, tokens))
      }),
    delete: key =>
      asOurError(async () => {
        await keychain.remove(await accountOf(key))
        await changeIndex(keychain, keys => withoutKey(keys, key))
      }),
    list: () =>
      asOurError(async () => {
        const found: TokenKey[] = []
        for (const key of await readIndex(keychain)) {
          // Entries can be removed by hand.
          if ((await keychain.read(await accountOf(key))) !== undefined) found.push(key)
        }
        return found
      }),
    probe: key =>
      asOurError(async () => {
        const account = `${await accountOf(key)} (trial)`
        await keychain.write(account, trial)
        await keychain.remove(account)
      }),
    ...(lock && { lock }),
  }
}

/** A hash, since some keychains limit the name's length. */
async function accountOf(key: TokenKey): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(serializeKey(key)))
  return `sign-in ${Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("")}`
}

function tokensIn(text: string, key: TokenKey): StoredTokens {
  const entry = parseTokens(text)
  // The name is a hash of the key; an entry that was copied by hand belongs to another one.
  if (entry !== undefined && serializeKey(entry.key) === serializeKey(key)) return entry.tokens
  throw sourceFailure(
    "invalid",
    "The keychain's entry is not a sign-in that was stored there. Remove it, and sign in again.",
  )
}

/** Changes of the index of one process, one after another. */
let lastChange: Promise<unknown> = Promise.resolve()

async function changeIndex(
  keychain: Keychain,
  change: (keys: readonly TokenKey[]) => readonly TokenKey[],
): Promise<void> {
  const turn = lastChange.then(
    () => changeIndexNow(keychain, change),
    () => changeIndexNow(keychain, change),
  )
  lastChange = turn.catch(() => {})
  await turn
}

async function changeIndexNow(
  keychain: Keychain,
  change: (keys: readonly TokenKey[]) => readonly TokenKey[],
): Promise<void> {
  // Another process may replace the index between our read and our write: then it is done again.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const keys = await readIndex(keychain)
    const changed = change(keys)
    if (changed.length === keys.length) return
    if (changed.length === 0) await keychain.remove(indexAccount)
    else await keychain.write(indexAccount, JSON.stringify(changed))
  }
}

/** The keys in the index; none if it was edited by hand, since the sign-ins themselves are still found by their keys. */
async function readIndex(keychain: Keychain): Promise<readonly TokenKey[]> {
  const text = await keychain.read(indexAccount)
  if (text === undefined) return []
  try {
    const values: unknown = JSON.parse(text)
    return Array.isArray(values) ? values.map(parseKey).filter(key => key !== undefined) : []
  } catch {
    return []
  }
}

function withKey(keys: readonly TokenKey[], key: TokenKey): readonly TokenKey[] {
  const isListed = keys.some(other => serializeKey(other) === serializeKey(key))
  return isListed ? keys : [...keys, ownKey(key)]
}

function withoutKey(keys: readonly TokenKey[], key: TokenKey): readonly TokenKey[] {
  return keys.filter(other => serializeKey(other) !== serializeKey(key))
}

function ownKey(key: TokenKey): TokenKey {
  return parseKey(key) ?? key
}

/** The failures of the keychain as the errors that `signIn` and its callers know. */
async function asOurError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isSourceFailure(error)) throw error
    const { message } = error as Error
    const code = readProperty(error, "code") as ClientSecretsErrorCode
    throw new ClientSecretsError(code, message, { transient: readProperty(error, "transient") === true })
  }
}
