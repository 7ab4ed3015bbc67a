// Private fields would show in the preview that every attached V8 inspector makes of a logged object; a WeakMap does
// not. Its two methods are bound here, so that a patched prototype sees no secret later.
const states = new WeakMap<object, unknown>()
const keep = states.set.bind(states)

/** The hidden part of an object; `undefined` for one that hides nothing, and for every other value. */
export const hiddenOf: (object: object) => unknown = states.get.bind(states)

/** Gives an object its hidden state, and freezes it. */
export function hide<Holder extends object>(holder: Holder, state: unknown): Holder {
  keep(holder, state)
  return Object.freeze(holder)
}

/** Makes a class print as the same text on every route, whatever the receiver, and freezes its prototype. */
export function hideFromPrint(prototype: object, tag: string, print: (this: object) => string): void {
  Object.assign(prototype, {
    toString: print,
    toJSON: print,
    [Symbol.toPrimitive]: print,
    // Node, Deno, Bun and workerd all ask for this one.
    [Symbol.for("nodejs.util.inspect.custom")]: print,
    [Symbol.toStringTag]: tag,
  })
  Object.freeze(prototype)
}
