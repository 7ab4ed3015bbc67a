import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import type { ImportStyle } from "@client-secrets/codegen"
import { ownProperty } from "@client-secrets/source-kit"
import { readText } from "../input/read-text.ts"

/** The used part of a package.json. */
export interface Manifest {
  /** The folder that it is in. */
  readonly folder: string
  /** Whether files with the ending `.js` and `.ts` are ECMAScript modules. */
  readonly isModule: boolean
  /** The names in `dependencies`, `devDependencies` and `peerDependencies`. */
  readonly dependencies: ReadonlySet<string>
}

/** The package.json of a folder or of the nearest one above; undefined if none exists, or it is not an object. */
export function findManifest(folder: string): Manifest | undefined {
  const path = join(folder, "package.json")
  if (!existsSync(path)) return dirname(folder) === folder ? undefined : findManifest(dirname(folder))
  try {
    const parsed: unknown = JSON.parse(readText(path) ?? "")
    const own = new Map(Object.entries(parsed as object))
    const names = ["dependencies", "devDependencies", "peerDependencies"].flatMap(kind =>
      Object.keys((own.get(kind) as object | undefined) ?? {}),
    )
    return { folder, isModule: own.get("type") === "module", dependencies: new Set(names) }
  } catch {
    return undefined
  }
}

/** The packages that a project names: in its package.json, and in the import map of Deno. */
export function dependenciesOf(folder: string): ReadonlySet<string> {
  return new Set([...(findManifest(folder)?.dependencies ?? []), ...denoImports(folder)])
}

/** The names in the `imports` of the nearest deno.json; none if it has comments. */
function denoImports(folder: string): readonly string[] {
  const path = join(folder, "deno.json")
  if (!existsSync(path)) return dirname(folder) === folder ? [] : denoImports(dirname(folder))
  try {
    return Object.keys(ownProperty(JSON.parse(readText(path)), "imports") as object)
  } catch {
    return []
  }
}

/** What generated modules import in a project: the one package, unless it has only those that it re-exports. */
export function importStyleOf(folder: string): ImportStyle {
  const dependencies = dependenciesOf(folder)
  const isScoped = dependencies.has("@client-secrets/core") && !dependencies.has("client-secrets")
  return isScoped ? "scoped" : "client-secrets"
}
