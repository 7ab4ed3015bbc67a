/** The functions of the loaded entries, and those that an operation used. */
const exported = new Map<string, Set<string>>()

/** An entry of a package; it records what the operations use. */
export async function load<Module extends object>(entry: string, module: Promise<Module>): Promise<Module> {
  const loaded = await module
  // Two files of one suite may load the same entry.
  const left =
    exported.get(entry) ?? new Set(Object.keys(loaded).filter(name => typeof Reflect.get(loaded, name) === "function"))
  exported.set(entry, left)
  return new Proxy(loaded, {
    get(target, name) {
      left.delete(String(name))
      return Reflect.get(target, name)
    },
  })
}

/** Every loaded entry, with its functions that no operation used. */
export function untouched(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...exported].map(([entry, names]) => [entry, [...names]]))
}
