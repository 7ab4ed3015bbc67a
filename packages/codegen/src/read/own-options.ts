/** Only own properties of options: a property on `Object.prototype` is not an option. */
export function ownOptions<Options extends object>(options: Options): Options {
  if (typeof options !== "object" || options === null) throw new TypeError("Options are an object.")
  return Object.assign(Object.create(null), options)
}
