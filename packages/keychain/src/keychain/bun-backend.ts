import { ownGlobal, ownOptions, ownProperty } from "@client-secrets/source-kit"
import type { KeychainBackend } from "./backend.ts"
import { isLocked } from "./keychain-failure.ts"
import { platform } from "./platform.ts"

/** The part of `Bun.secrets` that is used here. */
interface BunSecrets {
  get(entry: Entry): Promise<string | null>
  set(entry: Entry & { value: string }): Promise<void>
  delete(entry: Entry): Promise<boolean>
}

interface Entry {
  readonly service: string
  readonly name: string
}

/** A Windows credential holds 2,560 bytes, and a UTF-16 unit may become three of UTF-8. */
const windowsLimit = 853

/** The keychain by `Bun.secrets`; `undefined` on every other runtime. */
export function bunBackend(): KeychainBackend | undefined {
  const secrets = ownProperty(ownGlobal("Bun"), "secrets") as BunSecrets | undefined
  if (secrets === undefined) return undefined
  return {
    name: "Bun.secrets",
    maxLength: platform() === "win32" ? windowsLimit : undefined,
    async get(service, name) {
      const value = await secrets.get(ownOptions({ service, name }) as Entry)
      if (value === null && platform() === "linux") await requireUnlocked(secrets, service)
      return value
    },
    // Without a prototype: on macOS `allowUnrestrictedAccess` would open the entry to every program.
    set: (service, name, value) => secrets.set(ownOptions({ service, name, value }) as Entry & { value: string }),
    delete: (service, name) => secrets.delete(ownOptions({ service, name }) as Entry),
  }
}

/** The tests for a lock of this process, one after another: two at the same time would remove each other's entry. */
let lastProbe: Promise<unknown> = Promise.resolve()

/**
 * Throws where the keychain is locked. Bun then finds no entry and says nothing more (seen on Bun 1.4.5 on Linux), so that
 * a secret that could not be looked at would count as one that does not exist. A write tells the two apart.
 */
async function requireUnlocked(secrets: BunSecrets, service: string): Promise<void> {
  const probe = lastProbe.then(() => probeLock(secrets, service))
  lastProbe = probe.catch(() => {})
  await probe
}

async function probeLock(secrets: BunSecrets, service: string): Promise<void> {
  const name = "is the keychain unlocked?"
  try {
    await secrets.set(ownOptions({ service, name, value: "yes" }) as Entry & { value: string })
    await secrets.delete(ownOptions({ service, name }) as Entry)
  } catch (thrown) {
    // Another process may test at the same moment: only a lock counts.
    if (isLocked(thrown)) throw thrown
  }
}
