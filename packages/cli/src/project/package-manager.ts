import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { ownProperty } from "@client-secrets/source-kit"
import { type Environment, variableOf } from "../input/environment.ts"
import { readText } from "../input/read-text.ts"

/** A package manager, and its commands. */
export interface PackageManager {
  readonly name: "npm" | "pnpm" | "yarn" | "bun" | "deno"
  /** Runs a command of a package that is installed in the project. */
  readonly run: string
  /** Runs a command of a package that it fetches for this once. */
  readonly fetchAndRun: string
  readonly install: string
  /** Installs what only development needs. */
  readonly installDevelopment: string
  /** What comes before the name of each package to install. */
  readonly prefix: string
}

const npm: PackageManager = {
  name: "npm",
  run: "npx ",
  fetchAndRun: "npx ",
  install: "npm install",
  installDevelopment: "npm install --save-dev",
  prefix: "",
}
const pnpm: PackageManager = {
  name: "pnpm",
  run: "pnpm exec ",
  fetchAndRun: "pnpm dlx ",
  install: "pnpm add",
  installDevelopment: "pnpm add --save-dev",
  prefix: "",
}
const yarn: PackageManager = {
  name: "yarn",
  run: "yarn ",
  fetchAndRun: "npx ",
  install: "yarn add",
  installDevelopment: "yarn add --dev",
  prefix: "",
}
const bun: PackageManager = {
  name: "bun",
  run: "bunx ",
  fetchAndRun: "bunx ",
  install: "bun add",
  installDevelopment: "bun add --dev",
  prefix: "",
}
const deno: PackageManager = {
  name: "deno",
  run: "deno run -A npm:",
  fetchAndRun: "deno run -A npm:",
  install: "deno add",
  installDevelopment: "deno add --dev",
  // Deno before 2.8 refuses a name without it.
  prefix: "npm:",
}

const lockFiles: readonly (readonly [name: string, manager: PackageManager])[] = [
  ["pnpm-lock.yaml", pnpm],
  ["pnpm-workspace.yaml", pnpm],
  ["yarn.lock", yarn],
  ["bun.lock", bun],
  ["bun.lockb", bun],
  ["package-lock.json", npm],
  ["npm-shrinkwrap.json", npm],
  ["deno.lock", deno],
  ["deno.json", deno],
  ["deno.jsonc", deno],
]

/**
 * The package manager of a project: by what its package.json says or by the lock file, in its folder or above, otherwise by the
 * program that runs this process.
 */
export function packageManagerOf(folder: string, environment: Environment): PackageManager {
  for (let one = folder; ; one = dirname(one)) {
    const found = declaredIn(one) ?? lockFiles.find(([name]) => existsSync(join(one, name)))?.[1]
    if (found !== undefined) return found
    if (existsSync(join(one, ".git")) || dirname(one) === one) break
  }
  return managerOf(variableOf(environment, "npm_config_user_agent")?.split("/")[0]) ?? npm
}

function managerOf(wanted: unknown): PackageManager | undefined {
  return [npm, pnpm, yarn, bun, deno].find(({ name }) => name === wanted)
}

/** The package manager that a folder's package.json names for Corepack, or for npm's check. */
function declaredIn(folder: string): PackageManager | undefined {
  try {
    const manifest: unknown = JSON.parse(readText(join(folder, "package.json")))
    const named = ownProperty(manifest, "packageManager")
    if (typeof named === "string") return managerOf(named.split("@")[0])
    return managerOf(ownProperty(ownProperty(ownProperty(manifest, "devEngines"), "packageManager"), "name"))
  } catch {
    return undefined
  }
}

/** The command that installs packages: `npm install client-secrets`. */
export function installationOf(folder: string, environment: Environment, packages: readonly string[]): string {
  const { install, prefix } = packageManagerOf(folder, environment)
  return [install, ...packages.map(name => prefix + name)].join(" ")
}

/** A command of this package as it is typed in a project: `npx client-secrets generate`. */
export function commandLineOf(folder: string, environment: Environment, words: string): string {
  const { run, fetchAndRun } = packageManagerOf(folder, environment)
  return `${isInstalled(folder) ? run : fetchAndRun}client-secrets ${words}`
}

/** The same for a user who installs the package first. */
export function installedCommandLineOf(folder: string, environment: Environment, words: string): string {
  return `${packageManagerOf(folder, environment).run}client-secrets ${words}`
}

/** Whether this package is installed in a project, and not only fetched to be run. */
export function isInstalled(folder: string): boolean {
  const parent = dirname(folder)
  return existsSync(join(folder, "node_modules/client-secrets")) || (parent !== folder && isInstalled(parent))
}
