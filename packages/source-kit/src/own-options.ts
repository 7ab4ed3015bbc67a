import { describeType } from "./describe-type.ts"

/**
 * Returns the own properties of an options object, without a prototype: a property of `Object.prototype` is not an option.
 *
 * @throws {TypeError} for options that are not an object
 */
export function ownOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options)
  if (options !== undefined && !isObject) {
    throw new TypeError(`The options must be an object; received ${describeType(options)}.`)
  }
  return Object.assign(Object.create(null), options)
}
