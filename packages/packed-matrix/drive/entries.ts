import type { Packed } from "./pack-packages.ts"

/** One name that users import. */
export interface Entry {
  readonly specifier: string
  /** Whether `require()` loads a CommonJS file of it. */
  readonly shipsCommonJs: boolean
}

/** Every entry of every package, from the `exports` of the tarballs. */
export function entriesOf(packages: readonly Packed[]): Entry[] {
  return packages.flatMap(({ manifest }) =>
    Object.entries(manifest.exports)
      .filter(([entry]) => !entry.endsWith(".json"))
      .map(([entry, target]) => ({
        specifier: manifest.name + entry.slice(1),
        shipsCommonJs: filesOf(target).some(file => file.endsWith(".cjs")),
      })),
  )
}

/** The files that `exports` or a part of it names. */
export function filesOf(target: unknown): string[] {
  if (typeof target === "string") return target.startsWith("./") ? [target.slice(2)] : []
  if (typeof target !== "object" || target === null) return []
  return Object.values(target).flatMap(filesOf)
}
