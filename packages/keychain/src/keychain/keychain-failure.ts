import type { ClientSecretsErrorCode } from "@client-secrets/core"
import { readForeignError, readProperty } from "@client-secrets/recognize"
import { isSourceFailure, sourceFailure } from "@client-secrets/source-kit"
import { platform } from "./platform.ts"

interface FailureRow {
  /** Parts of the messages of libraries and systems. They are compared, and never printed. */
  readonly phrases: readonly string[]
  readonly code: ClientSecretsErrorCode
  readonly transient: boolean
  readonly text: string
  /** What to do, by `process.platform`. */
  readonly advice: Readonly<Record<string, string>>
}

const phrasesOfLock = [
  "locked",
  "prompt was dismissed",
  "User interaction is not allowed",
  "The user name or passphrase you entered is not correct",
  "A specified logon session does not exist",
]

const rows: readonly FailureRow[] = [
  {
    phrases: phrasesOfLock,
    code: "unavailable",
    // The user can unlock it.
    transient: true,
    text: "The keychain is locked, and could not ask the user to unlock it.",
    advice: {
      darwin: "Unlock it: security unlock-keychain",
      linux: "Unlock it: log in to the desktop, or run gnome-keyring-daemon --unlock and enter the password.",
      win32: "Log in as the user whose keychain it is.",
    },
  },
  {
    phrases: ["no result found", "does not exist at path", "default keychain could not be found"],
    code: "unsupported",
    transient: false,
    text: "The keychain has no keyring in which entries could be kept.",
    advice: {
      darwin: "Create one in Keychain Access, or keep sign-ins in fileTokenStore(folder).",
      linux:
        "Log in to the desktop once, or run gnome-keyring-daemon --unlock and enter a new password. " +
        "On a machine without a desktop keep sign-ins in fileTokenStore(folder).",
    },
  },
  {
    phrases: ["DBus", "D-Bus", "Could not connect", "org.freedesktop.secrets", "Autolaunch"],
    code: "unsupported",
    transient: false,
    text: "This session has no keychain that answers.",
    advice: {
      linux:
        "Install and start gnome-keyring or KWallet in a session with D-Bus. " +
        "On a machine without a desktop keep sign-ins in fileTokenStore(folder).",
    },
  },
  {
    phrases: ["too long", "TooLong", "longer than"],
    code: "too_large",
    transient: false,
    text: "The value is longer than the keychain accepts.",
    advice: {},
  },
]

/** The failure for an error of a keychain; a failure of ours is returned as it is. */
export function keychainFailure(thrown: unknown, backendName: string): unknown {
  if (isSourceFailure(thrown)) return thrown
  if (readForeignError(thrown).isDenoRefusal) {
    return sourceFailure("denied", "Deno: a keychain needs the flags --allow-ffi --allow-env --allow-read")
  }
  const row = rows.find(({ phrases }) => hasPhrase(thrown, phrases))
  if (row === undefined) {
    return sourceFailure("unavailable", `The keychain could not be used: ${backendName} threw an error.`, true)
  }
  return sourceFailure(row.code, `${row.text} ${row.advice[platform()] ?? ""}`.trim(), row.transient)
}

/** Whether a keychain reports that it is locked. */
export function isLocked(thrown: unknown): boolean {
  return hasPhrase(thrown, phrasesOfLock)
}

function hasPhrase(thrown: unknown, phrases: readonly string[]): boolean {
  const message = readProperty(thrown, "message")
  return typeof message === "string" && phrases.some(phrase => message.includes(phrase))
}
