/** A copy without a prototype: a polluted `Object.prototype` must not turn an option on. */
export function ownProperties<Value extends object>(value: Value): Value {
  return Object.assign(Object.create(null), value)
}
