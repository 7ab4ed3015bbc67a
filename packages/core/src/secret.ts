/**
 * A text that does not print: every printing route gives `[redacted]`, only `reveal()` gives the text.
 *
 * An interface, so that secrets of two copies of this package are assignable to each other.
 */
export interface Secret {
  readonly [Symbol.toStringTag]: "client-secrets.Secret"
  /** Gives the text. The string it returns is an ordinary one: it prints. */
  reveal(): string
  /** Compares two secrets by their texts, without an early exit; false for anything that is not a secret. */
  equals(other: Secret): boolean
  toString(): "[redacted]"
  toJSON(): "[redacted]"
}

export const redacted = "[redacted]"

// Private fields would show in the preview that every attached V8 inspector makes of a logged object; a WeakMap does
// not. Its two methods are bound here, so that a patched prototype sees no secret later.
const texts = new WeakMap<object, string>()
const textOf = texts.get.bind(texts)
const keep = texts.set.bind(texts)

class RedactedSecret implements Secret {
  declare readonly [Symbol.toStringTag]: "client-secrets.Secret"

  reveal(): string {
    const text = textOf(this)
    if (text === undefined) throw new TypeError("reveal() was called on something that is not a Secret.")
    return text
  }

  equals(other: Secret): boolean {
    const text = textOf(this)
    const otherText = revealOf(other)
    if (text === undefined || otherText === undefined) return false
    // charCodeAt past the end is NaN, which counts as 0: the length difference decides then.
    let difference = text.length ^ otherText.length
    for (let index = 0; index < text.length; index++) difference |= text.charCodeAt(index) ^ otherText.charCodeAt(index)
    return difference === 0
  }

  toString(): typeof redacted {
    return redacted
  }

  toJSON(): typeof redacted {
    return redacted
  }
}

function revealOf(value: unknown): string | undefined {
  try {
    const text = (value as Secret).reveal()
    return typeof text === "string" ? text : undefined
  } catch {
    return undefined
  }
}

freezePrintHooks(RedactedSecret.prototype, "client-secrets.Secret", redacted)

/** Makes a prototype print as one constant text, on every route, whatever the receiver; shared with ExtraMembers. */
export function freezePrintHooks(prototype: object, tag: string, text: string | (() => string)): void {
  const print = typeof text === "string" ? () => text : text
  Object.defineProperties(prototype, {
    [Symbol.toStringTag]: { value: tag },
    [Symbol.toPrimitive]: { value: print },
    // Node, Deno, Bun and workerd all ask for this hook.
    [Symbol.for("nodejs.util.inspect.custom")]: { value: print },
  })
  Object.freeze(prototype)
}

/**
 * Makes a `Secret` by hand.
 *
 * @throws {TypeError} for anything but a string.
 */
export function createSecret(value: string): Secret {
  if (typeof value !== "string") throw new TypeError("createSecret takes a string.")
  const secret = new RedactedSecret()
  keep(secret, value)
  return Object.freeze(secret)
}
