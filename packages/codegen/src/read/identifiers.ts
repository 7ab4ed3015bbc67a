import { clientSecretsMembers } from "@client-secrets/core"

/** The names that a client has in generated code: `my-google` has `myGoogle`, `MyGoogle`, `myGoogleSource`. */
export interface Identifiers {
  readonly value: string
  readonly type: string
}

// Names that generated modules also declare or import, and which no other declaration may have.
const taken: ReadonlySet<string> = new Set([
  ...clientSecretsMembers.map(({ property }) => property),
  ...`clientType environment options secretSource envSource fileSource awsSecretsManagerSource inlineSource firstOf
  arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield async`.split(/\s+/),
])

// Whatever its ending: a repository with such a file cannot be checked out on Windows.
const windowsDevice = /^(?:con|prn|aux|nul|(?:com|lpt)\d)$/i

/** Whether modules can be named so. */
export function isName(name: string): boolean {
  try {
    checkName(name)
    return true
  } catch {
    return false
  }
}

/** @throws {TypeError} for a name that modules cannot have. Its message does not repeat the name. */
export function checkName(name: string): Identifiers {
  if (windowsDevice.test(name)) {
    throw new TypeError(
      "A client's name is that of a device on Windows, where no file can have it: choose another one.",
    )
  }
  return identifiersOf(name, "A client's name")
}

/**
 * @throws {TypeError} for a name that is not a plain word (letters, digits, hyphens and underscores between them) or that
 * generated code uses itself. Its message does not repeat the name.
 */
export function identifiersOf(name: string, what: string): Identifiers {
  if (typeof name !== "string" || name.length > 64 || !/^[A-Za-z][A-Za-z\d]*(?:[-_][A-Za-z\d]+)*$/.test(name)) {
    throw new TypeError(
      `${what} must be a word of letters and digits, with - or _ between them, at most 64 characters.`,
    )
  }
  const words = name.split(/[-_]/).map(word => word[0]!.toUpperCase() + word.slice(1))
  const type = words.join("")
  const value = type[0]!.toLowerCase() + type.slice(1)
  if (taken.has(value)) throw new TypeError(`${what} is a word that generated code uses itself: choose another one.`)
  return { value, type }
}
