import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const packagesFolder = fileURLToPath(new URL("../../", import.meta.url))

/** What `package.json` of a tarball holds, as far as the tests look at it. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
  readonly engines?: { readonly node?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly homepage?: string
  readonly bugs?: unknown
  readonly repository?: { readonly directory?: string }
  readonly sideEffects?: unknown
}

/** One public package as it would be published. */
export interface Packed {
  /** The folder below `packages/`. */
  readonly folder: string
  readonly manifest: Manifest
  readonly tarball: string
  readonly bytes: Buffer
  /** The paths in the tarball, without the leading `package/`. */
  readonly files: readonly string[]
}

/** Packs every package that is not private into `target` with `pnpm pack`, as a release does. */
export function packPackages(target: string): Packed[] {
  return readdirSync(packagesFolder)
    .filter(folder => isPublic(join(packagesFolder, folder, "package.json")))
    .map(folder => packOne(folder, target))
}

function isPublic(manifest: string): boolean {
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).private !== true
}

function packOne(folder: string, target: string): Packed {
  const printed = run("pnpm", ["pack", "--json", "--pack-destination", target], join(packagesFolder, folder))
  const { filename } = JSON.parse(printed.slice(printed.indexOf("{")))
  const tarball = join(target, filename.split("/").at(-1))
  const manifest = JSON.parse(run("tar", ["-xzOf", tarball, "package/package.json"], target))
  const files = run("tar", ["-tzf", tarball], target)
    .trim()
    .split("\n")
    .map(file => file.replace("package/", ""))
    .sort()
  return { folder, manifest, tarball, bytes: readFileSync(tarball), files }
}

/** The SHA-512 of a tarball, as registries write it. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash("sha512").update(bytes).digest("base64")}`
}

function run(command: string, parameters: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stdout}${stderr}`)
  return stdout
}
