import { mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { installProject, type Project } from "./install-project.ts"
import { type Packed, packPackages } from "./pack-packages.ts"
import { packageManagers } from "./package-managers.ts"
import { startRegistry } from "./start-registry.ts"

export interface NpmProject {
  readonly packages: readonly Packed[]
  readonly project: Project
  remove(): void
}

/** A project into which npm has installed every package. */
export async function npmProject(): Promise<NpmProject> {
  const work = realpathSync(mkdtempSync(join(tmpdir(), "packed-types-")))
  const packages = packPackages(work)
  const registry = await startRegistry(packages)
  const npm = packageManagers.find(({ name }) => name === "npm")!
  const names = packages.map(({ manifest }) => manifest.name)
  const project = await installProject(join(work, "project"), npm, registry.address, names)
  registry.close()
  if (project?.installation.status !== 0) throw new Error(`npm install failed:\n${project?.installation.stderr}`)
  return { packages, project, remove: () => rmSync(work, { recursive: true, force: true }) }
}
