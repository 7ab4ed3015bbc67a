/** Options as own properties alone: what somebody put on `Object.prototype` is no option. */
export function ownOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  if (typeof options === "object" ? options === null : options !== undefined) {
    throw new TypeError("Options are an object.")
  }
  return Object.assign(Object.create(null), options)
}
