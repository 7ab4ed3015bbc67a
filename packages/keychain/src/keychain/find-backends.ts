import { sourceFailure } from "@client-secrets/source-kit"
import type { KeychainBackend } from "./backend.ts"
import { bunBackend } from "./bun-backend.ts"
import { nativeBackend } from "./native-backend.ts"

/**
 * The keychain's ways in, the preferred one first: on Linux neither of the two sees the other's entries.
 *
 * @throws `unsupported` if none exists
 */
export async function findBackends(): Promise<readonly KeychainBackend[]> {
  const bun = bunBackend()
  const native = await nativeBackend().catch(error => {
    // Bun has its own way, whatever is wrong with the installed one.
    if (bun === undefined) throw error
    return undefined
  })
  const backends = [native, bun].filter(backend => backend !== undefined)
  if (backends.length > 0) return backends
  throw sourceFailure("unsupported", "This program needs a package for the keychain: npm install @napi-rs/keyring")
}
