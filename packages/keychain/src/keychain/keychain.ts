import { readProperty } from "@client-secrets/recognize"
import { describeType, maskSecrets, ownOptions, sourceFailure } from "@client-secrets/source-kit"
import type { KeychainBackend } from "./backend.ts"
import { findBackends } from "./find-backends.ts"
import { keychainFailure } from "./keychain-failure.ts"
import { formatParts, needsParts, parseParts, partAccounts, splitValue } from "./parts.ts"

/** Options of everything that uses the keychain. */
export interface KeychainOptions {
  /**
   * Your own keychain.
   * @default `@napi-rs/keyring` where it is installed, otherwise `Bun.secrets`; a read looks in both
   */
  readonly backend?: KeychainBackend | undefined
}

/** The entries of one service, by account. Every method throws a failure that says what to do. */
export interface Keychain {
  /** Resolves with `undefined` where there is no such entry. */
  read(account: string): Promise<string | undefined>
  write(account: string, value: string): Promise<void>
  remove(account: string): Promise<void>
}

/** The most UTF-16 units of a value, whatever the number of entries: as many as bytes of a client file. */
const longestValue = 65_536

/** @throws {TypeError} for a service or a backend that cannot be right */
export function openKeychain(service: string, options?: KeychainOptions): Keychain {
  checkName("service", service)
  const { backend } = ownOptions(options)
  if (backend !== undefined) checkBackend(backend)
  const backends = async () => (backend === undefined ? findBackends() : [backend])
  return {
    async read(account) {
      for (const candidate of await backends()) {
        const value = await readEntry(candidate, service, account)
        if (value !== undefined) return value
      }
      return undefined
    },
    async write(account, value) {
      if (value.length > longestValue) {
        throw sourceFailure(
          "too_large",
          `The value has ${value.length} characters. The keychain keeps ${longestValue} at most.`,
        )
      }
      const [first, ...others] = await backends()
      await oneAfterAnother(service, account, async () => {
        await writeEntry(first!, service, account, value)
        // A read would not look there again, but an old secret must not remain.
        for (const other of others) await removeEntry(other, service, account)
      })
    },
    async remove(account) {
      const all = await backends()
      await oneAfterAnother(service, account, async () => {
        for (const candidate of all) await removeEntry(candidate, service, account)
      })
    },
  }
}

/** @throws {TypeError} for the name of a service or an account that a keychain cannot have */
export function checkName(what: "service" | "account", name: unknown): void {
  if (typeof name !== "string") {
    throw new TypeError(
      `The ${what} must be a string, such as the name of your program; received ${describeType(name)}.`,
    )
  }
  if (name === "" || name.length > 200 || /[\0-\x1f\x7f]/.test(name)) {
    throw new TypeError(`The ${what} must have 1 to 200 characters, none of them a control character.`)
  }
}

function checkBackend(backend: unknown): void {
  const isBackend =
    typeof backend === "object" &&
    backend !== null &&
    (["get", "set", "delete"] as const).every(name => typeof (backend as KeychainBackend)[name] === "function")
  if (!isBackend) throw new TypeError("The option backend must have the methods get, set and delete.")
  const maxLength = readProperty(backend, "maxLength")
  // A character may need two units, and such a pair is not split.
  const isLength = Number.isInteger(maxLength) || maxLength === Number.POSITIVE_INFINITY
  if (maxLength !== undefined && !(isLength && (maxLength as number) >= 2))
    throw new TypeError(
      `The backend's maxLength must be a whole number of UTF-16 units, 2 or more; received ${describeType(maxLength)}.`,
    )
}

function maxLengthOf(backend: KeychainBackend): number {
  return (readProperty(backend, "maxLength") as KeychainBackend["maxLength"]) ?? Number.POSITIVE_INFINITY
}

/** Writes in progress, by service and account: two at the same time could mix their parts. */
const writes = new Map<string, Promise<unknown>>()

async function oneAfterAnother(service: string, account: string, work: () => Promise<void>): Promise<void> {
  const key = JSON.stringify([service, account])
  const turn = (writes.get(key) ?? Promise.resolve()).then(work, work)
  writes.set(key, turn)
  try {
    await turn
  } finally {
    if (writes.get(key) === turn) writes.delete(key)
  }
}

async function readEntry(backend: KeychainBackend, service: string, account: string): Promise<string | undefined> {
  // Where another process replaces the value meanwhile, its parts are others: the entry is read again.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const entry = await get(backend, service, account)
    if (entry === undefined) return undefined
    if (entry === "") throw incomplete(service, account)
    const parts = parseParts(entry)
    if (parts === undefined) return entry
    const pieces: (string | undefined)[] = []
    for (const partAccount of partAccounts(account, parts)) pieces.push(await get(backend, service, partAccount))
    if (pieces.every(piece => piece !== undefined)) return pieces.join("")
  }
  throw incomplete(service, account)
}

/**
 * Replaces the value of an entry, and keeps the old one until the new one is known to be stored.
 *
 * A keychain can accept a write and keep nothing, as macOS's does when it is locked. So the value is first written next
 * to its place, whole or in parts, and read back; only then is the entry itself replaced.
 */
async function writeEntry(backend: KeychainBackend, service: string, account: string, value: string): Promise<void> {
  const maxLength = maxLengthOf(backend)
  const old = await get(backend, service, account)
  const isSplit = needsParts(value, maxLength)
  const pieces = isSplit ? splitValue(value, maxLength) : [value]
  const parts = { generation: randomName(), count: pieces.length }
  const accounts = partAccounts(account, parts)
  const entry = isSplit ? formatParts(parts) : value
  let isReplaced = false
  try {
    for (const [index, piece] of pieces.entries()) await setAndCheck(backend, service, accounts[index]!, piece)
    isReplaced = true
    await setAndCheck(backend, service, account, entry)
  } catch (error) {
    if (isReplaced) await restore(backend, service, account, old)
    await removeAll(backend, service, accounts)
    throw error
  }
  const oldParts = old === undefined ? undefined : parseParts(old)
  if (!isSplit) await removeAll(backend, service, accounts)
  if (oldParts !== undefined) await removeAll(backend, service, partAccounts(account, oldParts))
}

async function setAndCheck(backend: KeychainBackend, service: string, account: string, value: string): Promise<void> {
  try {
    await backend.set(service, account, value)
  } catch (thrown) {
    throw keychainFailure(thrown, backend.name)
  }
  if ((await get(backend, service, account)) === value) return
  throw sourceFailure(
    "unavailable",
    "The keychain did not keep the value: it accepted the write and then returned something else. " +
      "It is probably locked, so unlock it and try again. What was stored before is unchanged.",
    true,
  )
}

async function restore(
  backend: KeychainBackend,
  service: string,
  account: string,
  old: string | undefined,
): Promise<void> {
  try {
    if (old === undefined) await backend.delete(service, account)
    else await backend.set(service, account, old)
  } catch {
    // The caller needs to know about the failure of the write.
  }
}

async function removeEntry(backend: KeychainBackend, service: string, account: string): Promise<void> {
  const entry = await get(backend, service, account)
  if (entry === undefined) return
  try {
    await backend.delete(service, account)
  } catch (thrown) {
    throw keychainFailure(thrown, backend.name)
  }
  const parts = parseParts(entry)
  if (parts !== undefined) await removeAll(backend, service, partAccounts(account, parts))
}

/** Removes entries that nothing refers to any more; one that cannot be removed does no harm. */
async function removeAll(backend: KeychainBackend, service: string, accounts: readonly string[]): Promise<void> {
  for (const account of accounts) {
    try {
      await backend.delete(service, account)
    } catch {
      // It stays, and is not read.
    }
  }
}

async function get(backend: KeychainBackend, service: string, account: string): Promise<string | undefined> {
  try {
    const value: unknown = await backend.get(service, account)
    return typeof value === "string" ? value : undefined
  } catch (thrown) {
    throw keychainFailure(thrown, backend.name)
  }
}

function incomplete(service: string, account: string): Error {
  return sourceFailure(
    "invalid",
    `The keychain's entry ${maskSecrets(account)} of ${maskSecrets(service)} is empty or incomplete. Store it again.`,
  )
}

/** Random, so that two processes that write at the same time do not share parts. */
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
}
