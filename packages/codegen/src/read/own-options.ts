/** Options as own properties alone: what somebody put on `Object.prototype` is no option. */
export function ownOptions<Options extends object>(options: Options): Options {
  if (typeof options !== "object" || options === null) throw new TypeError("Options are an object.")
  return Object.assign(Object.create(null), options)
}
