import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const packages = join(import.meta.dirname, "../..")

/** Every identifier in the sources of these packages: in code and in strings, not in comments. */
export function identifiersOf(names: readonly string[]): readonly string[] {
  const found = new Set<string>()
  for (const name of names) {
    const folder = join(packages, name, "src")
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!entry.endsWith(".ts")) continue
      const code = readFileSync(join(folder, entry), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
      for (const [word] of code.matchAll(/[A-Za-z_$][\w$]*/g)) found.add(word)
    }
  }
  // What every object has already.
  for (const name of Object.getOwnPropertyNames(Object.prototype)) found.delete(name)
  return [...found].sort()
}
