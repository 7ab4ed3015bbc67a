import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { locateBun, locateDeno } from "@client-secrets/conformance/runtimes"

const require = createRequire(import.meta.url)

/** A package manager, and how a program runs on what it installed. */
export interface PackageManager {
  readonly name: string
  /** Files that it needs in a new project, by name. */
  files(registry: string): Readonly<Record<string, string>>
  /** Variables for all of its commands. */
  environment(registry: string): Readonly<Record<string, string>>
  /** The command that installs `packages`. Undefined where this machine lacks the package manager. */
  install(packages: readonly string[]): readonly [string, ...string[]] | undefined
  /** The command that runs a module of the project. */
  run(file: string): readonly [string, ...string[]]
  /** The command that runs a bin of the project. */
  bin(name: string): readonly [string, ...string[]]
  /** Whether `require()` is tried: Deno's packages are imported, and Plug'n'Play's loader is asked only for CommonJS files. */
  readonly requires: "all" | "CommonJS files" | "nothing"
}

const node = process.execPath
const yarnClassic = join(dirname(require.resolve("yarn/package.json")), "bin/yarn.js")
const yarnModern = join(dirname(require.resolve("@yarnpkg/cli-dist/package.json")), "bin/yarn.js")
const bun = locateBun()
const deno = locateDeno()

const onNode = {
  files: (registry: string): Record<string, string> => ({ ".npmrc": `registry=${registry}\n` }),
  environment: (registry: string): Record<string, string> => ({ npm_config_registry: registry }),
  run: (file: string) => [node, file] as const,
  bin: (name: string) => [`node_modules/.bin/${name}`] as const,
  requires: "all" as const,
}

export const packageManagers: readonly PackageManager[] = [
  {
    ...onNode,
    name: "npm",
    install: packages => ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", ...packages],
  },
  {
    ...onNode,
    name: "pnpm",
    // Without a workspace file of its own the project would belong to one further up.
    files: registry => ({ ...onNode.files(registry), "pnpm-workspace.yaml": "packages: []\n" }),
    install: packages => ["pnpm", "add", ...packages],
  },
  {
    ...onNode,
    name: "yarn classic",
    install: packages => [node, yarnClassic, "add", "--non-interactive", ...packages],
  },
  {
    ...onNode,
    name: "yarn Plug'n'Play",
    files: registry => ({
      ".yarnrc.yml": `npmRegistryServer: "${registry}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableGlobalCache: false\nnpmMinimalAgeGate: 0\n`,
      "yarn.lock": "",
    }),
    install: packages => [node, yarnModern, "add", ...packages],
    run: file => [node, yarnModern, "node", file],
    bin: name => [node, yarnModern, "run", name],
    requires: "CommonJS files",
  },
  {
    ...onNode,
    name: "Bun",
    files: registry => ({ "bunfig.toml": `[install]\nregistry = "${registry}"\n` }),
    install: packages => (bun === undefined ? undefined : [bun, "add", ...packages]),
    run: file => [bun ?? "bun", file],
    bin: name => [bun ?? "bun", "x", "--bun", name],
  },
  {
    ...onNode,
    name: "Deno",
    environment: registry => ({ NPM_CONFIG_REGISTRY: registry }),
    files: () => ({ "deno.json": '{ "nodeModulesDir": "auto" }\n' }),
    install: packages => (deno === undefined ? undefined : [deno, "add", ...packages.map(name => `npm:${name}`)]),
    run: file => [deno ?? "deno", "run", "--allow-all", file],
    bin: name => [deno ?? "deno", "run", "--allow-all", `npm:${name}`],
    requires: "nothing",
  },
]
