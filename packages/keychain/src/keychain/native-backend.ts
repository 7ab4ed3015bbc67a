import { readProperty } from "@client-secrets/recognize"
import { ownOptions, sourceFailure } from "@client-secrets/source-kit"
import type { KeychainBackend } from "./backend.ts"
import { platform } from "./platform.ts"

type NativeKeyring = Pick<typeof import("@napi-rs/keyring"), "AsyncEntry">

/** The size of a Windows credential: 2,560 bytes, two for each UTF-16 unit. */
const windowsLimit = 1_280

/**
 * The keychain by `@napi-rs/keyring`; `undefined` where that is not installed.
 *
 * @throws `unsupported` where it is installed and cannot be loaded
 */
export async function nativeBackend(): Promise<KeychainBackend | undefined> {
  const keyring = await importKeyring()
  if (keyring === undefined) return undefined
  const { AsyncEntry } = keyring
  // Without this, Linux falls back to the kernel's keyring without a word, which forgets everything at logout.
  const entry = (service: string, account: string) =>
    new AsyncEntry(service, account, ownOptions({ linux: ownOptions({ store: "secret-service" }) }))
  return {
    name: "@napi-rs/keyring",
    maxLength: platform() === "win32" ? windowsLimit : undefined,
    get: async (service, account) => entry(service, account).getPassword(),
    set: async (service, account, value) => entry(service, account).setPassword(value),
    delete: async (service, account) => entry(service, account).deletePassword(),
  }
}

async function importKeyring(): Promise<NativeKeyring | undefined> {
  let keyring: { readonly AsyncEntry?: unknown; readonly default?: unknown }
  try {
    // A literal, so that bundlers find it.
    keyring = await import("@napi-rs/keyring")
  } catch (thrown) {
    if (isNotInstalled(thrown)) return undefined
    throw sourceFailure(
      "unsupported",
      "@napi-rs/keyring is installed, but cannot be loaded here. Install it again on this machine: " +
        "its binary is for one system, processor and C library. Deno needs --allow-ffi.",
    )
  }
  const { AsyncEntry } = (keyring.AsyncEntry === undefined ? keyring.default : keyring) as Partial<NativeKeyring>
  if (AsyncEntry !== undefined) return { AsyncEntry }
  throw sourceFailure("unsupported", "This @napi-rs/keyring is too old: install version 2 or later.")
}

/** Node, Bun and Deno have the first; CommonJS has the second. */
function isNotInstalled(thrown: unknown): boolean {
  const code = readProperty(thrown, "code")
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
}
