import { hiddenOf, hide, hideFromPrint } from "./hidden.ts"

/**
 * A string that does not print: every way of printing shows `[redacted]`, only `reveal()` returns the string.
 *
 * An interface, so that secrets of two copies of this package are assignable to each other.
 */
export interface Secret {
  readonly [Symbol.toStringTag]: "client-secrets.Secret"
  /** Returns the secret. The string is an ordinary one: it prints. */
  reveal(): string
  /** Compares two secrets without an early exit; false for anything that is not a secret. */
  equals(other: Secret): boolean
  toString(): "[redacted]"
  toJSON(): "[redacted]"
}

class RedactedSecret implements Secret {
  declare readonly [Symbol.toStringTag]: "client-secrets.Secret"
  declare toString: () => "[redacted]"
  declare toJSON: () => "[redacted]"

  reveal(): string {
    const text = hiddenOf(this)
    if (typeof text !== "string") throw new TypeError("reveal() was called on an object that is not a Secret.")
    return text
  }

  equals(other: Secret): boolean {
    try {
      const text = this.reveal()
      const otherText = other.reveal()
      // charCodeAt past the end is NaN, which counts as 0: the difference of the lengths decides then.
      let difference = text.length ^ otherText.length
      for (let index = 0; index < text.length; index++)
        difference |= text.charCodeAt(index) ^ otherText.charCodeAt(index)
      return difference === 0
    } catch {
      return false
    }
  }
}

hideFromPrint(RedactedSecret.prototype, "client-secrets.Secret", () => "[redacted]")

/**
 * Creates a `Secret` from a string.
 *
 * @throws {TypeError} for anything but a string.
 */
export function createSecret(value: string): Secret {
  if (typeof value !== "string") {
    // What was passed may hold the secret: when the error leaves, no frame of ours holds it.
    value = ""
    throw new TypeError("createSecret() needs a string.")
  }
  return hide(new RedactedSecret(), value)
}

/** Whether an object is a `Secret` of any copy of this package. Nothing else is read from it. */
export function isSecret(value: object): boolean {
  return (value as Readonly<Record<symbol, unknown>>)[Symbol.toStringTag] === "client-secrets.Secret"
}
