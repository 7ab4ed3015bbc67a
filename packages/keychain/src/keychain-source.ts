import type { Source, SourceDocument } from "@client-secrets/core"
import {
  maskSecrets,
  refusal,
  rethrow,
  signalOf,
  sourceFailure,
  storeDocument,
  untilAborted,
} from "@client-secrets/source-kit"
import { checkName, type KeychainOptions, openKeychain } from "./keychain/keychain.ts"

/** The account under which a client's secret is kept, unless another one is named. */
export const defaultAccount = "client_secret"

/**
 * Reads a client's secret, or a whole client file, from the keychain of the operating system.
 *
 * With a bare secret, pass it to `secretSource`, which adds the public part of the client. It does not cache: the system
 * may ask its user at each read, so let `createLoader` keep the client.
 *
 * Reading resolves with `undefined` where there is no such entry. It rejects with `unavailable` (the keychain is locked),
 * `unsupported` (there is no keychain, or no package for it), `denied` (a grant of Deno's) and `invalid` (an entry that is
 * empty or incomplete).
 *
 * @example
 * ```ts
 * const loader = createLoader(secretSource(google, keychainSource("my-program")))
 * ```
 * @param service the name of the program, as the keychain shows it
 * @param account the entry's name. The default is `client_secret`
 * @throws {TypeError} for a name that a keychain cannot have
 */
export function keychainSource(service: string, account?: string, options?: KeychainOptions): Source {
  try {
    return makeSource(service, account, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    service = undefined as never
    account = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(service: string, account: string = defaultAccount, options?: KeychainOptions): Source {
  checkName("account", account)
  const keychain = openKeychain(service, options)
  async function read(): Promise<SourceDocument | undefined> {
    const value = await keychain.read(account)
    return value === undefined ? undefined : storeDocument(value)
  }
  const [program, entry] = [maskSecrets(service), maskSecrets(account)]
  // A command with a part omitted would do something else.
  const hasCommand = account === defaultAccount && program === service
  return {
    name: `keychain ${program} (${entry})`,
    absence: () => ({
      place: `the entry ${entry} of ${program} in the keychain`,
      remedy: hasCommand
        ? `run npx client-secrets keychain add client_secrets.json --app ${program}`
        : "store the secret with storeInKeychain()",
    }),
    read: context => untilAborted(signalOf(context), read),
  }
}

/**
 * Stores a client's secret, or a whole client file, where `keychainSource` reads it. It replaces what is stored there.
 *
 * @example
 * ```ts
 * await storeInKeychain("my-program", secret.reveal())
 * ```
 * @throws the failures of `keychainSource`, and `too_large` for more than 65,536 characters. What was stored before is
 * unchanged then.
 */
export function storeInKeychain(
  service: string,
  value: string,
  account: string = defaultAccount,
  options?: KeychainOptions,
): Promise<void> {
  return store(service, value, account, options).catch(thrown => rethrow(refusal(thrown)))
}

async function store(service: string, value: string, account: string, options?: KeychainOptions): Promise<void> {
  checkName("account", account)
  if (typeof value !== "string") {
    throw new TypeError(
      "The value must be a string. Of a Secret pass reveal(), of a client toClientSecretsJson(client).",
    )
  }
  if (value === "" || value === "[redacted]") {
    throw sourceFailure("invalid", "The value is empty, or was printed by this library. Of a Secret pass reveal().")
  }
  await openKeychain(service, options).write(account, value)
}

/**
 * Removes what `storeInKeychain` stored; nothing happens where there is nothing.
 *
 * @throws the failures of `keychainSource`
 */
export function removeFromKeychain(
  service: string,
  account: string = defaultAccount,
  options?: KeychainOptions,
): Promise<void> {
  return remove(service, account, options).catch(thrown => rethrow(refusal(thrown)))
}

async function remove(service: string, account: string, options?: KeychainOptions): Promise<void> {
  checkName("account", account)
  await openKeychain(service, options).remove(account)
}
