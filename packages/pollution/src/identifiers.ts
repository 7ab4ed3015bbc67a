import { sourcesOf } from "./sources.ts"

/** Every identifier in the sources of these packages: in code and in strings, not in comments. */
export function identifiersOf(names: readonly string[]): readonly string[] {
  const found = new Set<string>()
  for (const { text } of names.flatMap(sourcesOf)) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm, "")
    for (const [word] of code.matchAll(/[A-Za-z_$][\w$]*/g)) found.add(word)
  }
  // Names that every object already has.
  for (const name of Object.getOwnPropertyNames(Object.prototype)) found.delete(name)
  return [...found].sort()
}
