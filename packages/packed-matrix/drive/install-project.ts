import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Entry } from "./entries.ts"
import { type Execution, execute } from "./execute.ts"
import type { PackageManager } from "./package-managers.ts"

/** A project outside the workspace into which a package manager has installed the packages. */
export interface Project {
  readonly folder: string
  readonly installation: Execution
  execute(command: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Execution>
  /** Loads all entries in one process. Resolves with what failed, by entry. */
  load(way: "import" | "require", entries: readonly Entry[]): Promise<Record<string, string>>
}

/** Undefined where this machine lacks the package manager. */
export async function installProject(
  folder: string,
  manager: PackageManager,
  registry: string,
  packages: readonly string[],
): Promise<Project | undefined> {
  const command = manager.install(packages)
  if (command === undefined) return undefined
  // Nothing that an earlier run has cached: the same version is another tarball in each of them.
  const home = join(folder, "home")
  mkdirSync(home, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "name": "project", "private": true, "type": "module" }\n')
  for (const [name, text] of Object.entries(manager.files(registry))) writeFileSync(join(folder, name), text)
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    CI: "true",
    // For the superuser yarn classic caches outside the home folder.
    YARN_CACHE_FOLDER: join(home, "yarn"),
    npm_config_cache: join(home, "npm"),
    npm_config_store_dir: join(home, "store"),
    ...manager.environment(registry),
  }
  const run: Project["execute"] = (command, environment = {}) =>
    execute(command, { cwd: folder, env: { ...env, ...environment } })
  return {
    folder,
    installation: await run(command),
    execute: run,
    async load(way, entries) {
      const file = way === "import" ? "load.mjs" : "load.cjs"
      writeFileSync(join(folder, file), loader(way, entries))
      const { stdout, stderr } = await run(manager.run(file))
      const line = stdout.split("\n").find(one => one.startsWith(mark))
      return line === undefined
        ? { [file]: `ended without a result:\n${stdout}${stderr}` }
        : JSON.parse(line.slice(mark.length))
    },
  }
}

const mark = "RESULT "

function loader(way: "import" | "require", entries: readonly Entry[]): string {
  const load = way === "import" ? "await import(entry)" : "require(entry)"
  const body = `const failures = {}
  for (const entry of ${JSON.stringify(entries.map(({ specifier }) => specifier))}) {
    try {
      if (Object.keys(${load}).length === 0) failures[entry] = "exports nothing"
    } catch (error) {
      failures[entry] = String(error)
    }
  }
  console.log(${JSON.stringify(mark)} + JSON.stringify(failures))`
  return way === "import" ? body : `void (function () {\n${body}\n})()`
}
