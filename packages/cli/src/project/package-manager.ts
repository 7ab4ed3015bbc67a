import { existsSync } from "node:fs"
import { dirname, join } from "node:path"

/** A package manager, and how it is told what to do. */
export interface PackageManager {
  readonly name: "npm" | "pnpm" | "yarn" | "bun" | "deno"
  /** Runs a command of a package that is installed in the project. */
  readonly run: string
  /** Runs a command of a package that it fetches for this once. */
  readonly fetchAndRun: string
  readonly install: string
  /** Installs what only development needs. */
  readonly installDevelopment: string
}

const npm: PackageManager = {
  name: "npm",
  run: "npx ",
  fetchAndRun: "npx ",
  install: "npm install",
  installDevelopment: "npm install --save-dev",
}
const pnpm: PackageManager = {
  name: "pnpm",
  run: "pnpm exec ",
  fetchAndRun: "pnpm dlx ",
  install: "pnpm add",
  installDevelopment: "pnpm add --save-dev",
}
const yarn: PackageManager = {
  name: "yarn",
  run: "yarn ",
  fetchAndRun: "npx ",
  install: "yarn add",
  installDevelopment: "yarn add --dev",
}
const bun: PackageManager = {
  name: "bun",
  run: "bunx ",
  fetchAndRun: "bunx ",
  install: "bun add",
  installDevelopment: "bun add --dev",
}
const deno: PackageManager = {
  name: "deno",
  run: "deno run -A npm:",
  fetchAndRun: "deno run -A npm:",
  install: "deno add",
  installDevelopment: "deno add --dev",
}

const lockFiles: readonly (readonly [name: string, manager: PackageManager])[] = [
  ["pnpm-lock.yaml", pnpm],
  ["pnpm-workspace.yaml", pnpm],
  ["yarn.lock", yarn],
  ["bun.lock", bun],
  ["bun.lockb", bun],
  ["package-lock.json", npm],
  ["deno.lock", deno],
  ["deno.json", deno],
]

/** The package manager of a project: by the lock file in its folder or above, or else by who runs this process. */
export function packageManagerOf(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): PackageManager {
  for (let one = folder; ; one = dirname(one)) {
    const found = lockFiles.find(([name]) => existsSync(join(one, name)))
    if (found !== undefined) return found[1]
    if (existsSync(join(one, ".git")) || dirname(one) === one) break
  }
  const agent = environment["npm_config_user_agent"]?.split("/")[0]
  return [pnpm, yarn, bun, deno].find(({ name }) => name === agent) ?? npm
}

/** A command of this package as it is typed in a project: `npx client-secrets generate`. */
export function commandLineOf(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  words: string,
): string {
  const { run, fetchAndRun } = packageManagerOf(folder, environment)
  return `${isInstalled(folder) ? run : fetchAndRun}client-secrets ${words}`
}

/** Whether this package is installed in a project, and not only fetched to be run. */
function isInstalled(folder: string): boolean {
  const parent = dirname(folder)
  return existsSync(join(folder, "node_modules/client-secrets")) || (parent !== folder && isInstalled(parent))
}
