import { cpSync, mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

/**
 * Copies the files that would be published of a built package into a folder's `node_modules`: several tools treat a
 * package that is linked there as the user's own source.
 *
 * `from` is the module whose package depends on it: `import.meta.url`.
 */
export function copyPackage(name: string, from: string, folder: string): void {
  const manifest = createRequire(from).resolve(`${name}/package.json`)
  const target = join(folder, "node_modules", name)
  mkdirSync(target, { recursive: true })
  for (const file of ["package.json", ...JSON.parse(readFileSync(manifest, "utf8")).files]) {
    cpSync(join(dirname(manifest), file), join(target, file), { recursive: true })
  }
}
