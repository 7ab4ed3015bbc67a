/**
 * Holds a value so that it is in no local variable, argument or closure: error reporters record those of each function that an
 * error passes through.
 */
export class Hidden<Value> {
  /** Only for the type: the property does not exist. */
  declare private readonly valueType: Value
}

const values = new WeakMap<object, unknown>()

export function hide<Value>(value: Value): Hidden<Value> {
  const hidden = new Hidden<Value>()
  values.set(hidden, value)
  return hidden
}

export function reveal<Value>(hidden: Hidden<Value>): Value {
  return values.get(hidden) as Value
}
