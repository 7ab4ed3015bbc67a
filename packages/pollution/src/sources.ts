import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

const packages = join(import.meta.dirname, "../..")

/** A source file of a package. */
export interface SourceFile {
  /** `core/src/format/text-rules.ts` */
  readonly path: string
  readonly text: string
}

/** The folders of `packages` with sources that others import: all except packages that contain only tests. */
export function packagesWithSources(): readonly string[] {
  return readdirSync(packages).filter(name => {
    return namesIn(join(packages, name)).includes("src") && Object.hasOwn(manifestOf(name), "exports")
  })
}

function manifestOf(name: string): object {
  return JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"))
}

export function sourcesOf(name: string): readonly SourceFile[] {
  const folder = join(packages, name, "src")
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(entry => entry.endsWith(".ts"))
    .sort()
    .map(entry => join(folder, entry))
    .map(path => ({ path: relative(packages, path).replaceAll("\\", "/"), text: readFileSync(path, "utf8") }))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
