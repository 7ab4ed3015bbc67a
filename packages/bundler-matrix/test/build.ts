import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Language } from "./fixture.ts"
import { secret } from "./fixture.ts"

const require = createRequire(import.meta.url)
const packageFolder = fileURLToPath(new URL("..", import.meta.url))

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A bundler with its settings, and the platform for which it builds. */
export interface Target {
  readonly name: string
  /** `open`: it builds for neither, and does not distinguish a browser's code from a server's. */
  readonly builds: "client" | "server" | "open"
  readonly language: Language
  /** @default true: a build for a server runs on Node. */
  readonly runsOnNode?: boolean
  readonly command: (entry: string, out: string) => Command
}

const node = process.execPath

/** A command line of an installed package, by its name in `bin`. */
export function binary(name: string, bin: string = name): string {
  const manifest = require.resolve(`${name}/package.json`)
  const { bin: bins } = JSON.parse(readFileSync(manifest, "utf8"))
  return join(dirname(manifest), typeof bins === "string" ? bins : bins[bin])
}

const script = (name: string): string => join(packageFolder, "build", name)

function esbuild(...flags: readonly string[]): Target["command"] {
  return (entry, out) => ({
    file: binary("esbuild"),
    args: [
      entry,
      "--bundle",
      "--format=esm",
      "--sourcemap",
      `--outfile=${out}/entry.mjs`,
      "--log-level=error",
      ...flags,
    ],
  })
}

function rolldown(...flags: readonly string[]): Target["command"] {
  return (entry, out) => ({
    file: node,
    args: [
      binary("rolldown"),
      entry,
      "--dir",
      out,
      "--format",
      "esm",
      "--sourcemap",
      "--entry-file-names",
      "entry.mjs",
      ...flags,
    ],
  })
}

function rollup(environment: Readonly<Record<string, string>>): Target["command"] {
  return (entry, out) => ({
    file: node,
    args: [binary("rollup"), "--config", script("rollup.config.mjs"), "--entryFileNames", "entry.mjs"],
    environment: { ENTRY: entry, OUT: out, ...environment },
  })
}

function vite(environment: Readonly<Record<string, string>> = {}): Target["command"] {
  return (entry, out) => ({
    file: node,
    args: [binary("vite"), "build", dirname(entry), "--config", script("vite.config.mjs"), "--emptyOutDir"],
    environment: { ENTRY: entry, OUT: out, ...environment },
  })
}

function webpack(bundler: "webpack" | "rspack", target: string, mode = "production"): Target["command"] {
  return (entry, out) => ({ file: node, args: [script("webpack.mjs"), bundler, entry, out, target, mode] })
}

function bun(target: string, ...flags: readonly string[]): Target["command"] {
  return (entry, out) => ({
    file: binary("bun"),
    args: [
      "build",
      entry,
      `--target=${target}`,
      `--outdir=${out}`,
      "--entry-naming=entry.mjs",
      "--sourcemap=linked",
      ...flags,
    ],
  })
}

/** The conditions with which wrangler, Next and Deno's bundler resolve. */
const workerd = "workerd,worker,browser"
const edge = "edge-light,worker,browser"

export const targets: readonly Target[] = [
  { name: "esbuild browser", builds: "client", language: "ts", command: esbuild("--platform=browser") },
  {
    name: "esbuild browser, .mjs",
    builds: "client",
    language: "mjs",
    command: esbuild("--platform=browser", "--minify"),
  },
  { name: "rolldown browser", builds: "client", language: "ts", command: rolldown("--platform", "browser") },
  { name: "vite client", builds: "client", language: "ts", command: vite() },
  { name: "rollup with browser: true", builds: "client", language: "mjs", command: rollup({ BROWSER: "true" }) },
  { name: "webpack web", builds: "client", language: "ts", command: webpack("webpack", "web") },
  {
    name: "webpack web, .mjs, development",
    builds: "client",
    language: "mjs",
    command: webpack("webpack", "web", "development"),
  },
  { name: "webpack webworker", builds: "client", language: "ts", command: webpack("webpack", "webworker") },
  { name: "rspack web", builds: "client", language: "ts", command: webpack("rspack", "web") },
  {
    name: "rspack webworker, development",
    builds: "client",
    language: "ts",
    command: webpack("rspack", "webworker", "development"),
  },
  { name: "bun browser", builds: "client", language: "ts", command: bun("browser") },

  // A false alarm, caused by its conditions: the README says what to do.
  {
    name: "vite ssr for web workers, everything bundled",
    builds: "client",
    language: "ts",
    command: vite({ SSR: "bundled", TARGET: "webworker" }),
  },

  { name: "esbuild node", builds: "server", language: "ts", command: esbuild("--platform=node") },
  {
    name: "esbuild workerd",
    builds: "server",
    language: "ts",
    command: esbuild("--platform=browser", `--conditions=${workerd}`),
  },
  {
    name: "esbuild edge-light",
    builds: "server",
    language: "ts",
    command: esbuild("--platform=browser", `--conditions=${edge}`),
  },
  {
    name: "esbuild deno",
    builds: "server",
    language: "ts",
    command: esbuild("--platform=browser", "--conditions=deno,worker"),
  },
  { name: "rolldown node", builds: "server", language: "ts", command: rolldown("--platform", "node") },
  { name: "vite ssr", builds: "server", language: "ts", command: vite({ SSR: "external" }) },
  { name: "vite ssr, everything bundled", builds: "server", language: "ts", command: vite({ SSR: "bundled" }) },
  {
    name: "vite ssr for web workers, everything bundled, told that it is workerd",
    builds: "server",
    language: "ts",
    // Vite removes process.env there: a Worker's variables are passed in.
    runsOnNode: false,
    command: vite({ SSR: "bundled", TARGET: "webworker", CONDITIONS: workerd }),
  },
  { name: "rollup node", builds: "server", language: "mjs", command: rollup({ CONDITIONS: "node" }) },
  {
    name: "rollup workerd",
    builds: "server",
    language: "mjs",
    command: rollup({ BROWSER: "true", CONDITIONS: workerd }),
  },
  { name: "webpack node", builds: "server", language: "ts", command: webpack("webpack", "node") },
  { name: "rspack node", builds: "server", language: "ts", command: webpack("rspack", "node") },
  { name: "bun node", builds: "server", language: "ts", command: bun("node") },
  { name: "bun bun", builds: "server", language: "ts", runsOnNode: false, command: bun("bun") },
  { name: "bun workerd", builds: "server", language: "ts", command: bun("browser", "--conditions=workerd") },

  {
    name: "esbuild neutral",
    builds: "open",
    language: "ts",
    command: esbuild("--platform=neutral", "--main-fields=module,main"),
  },
  { name: "rolldown neutral", builds: "open", language: "ts", command: rolldown("--platform", "neutral") },
  { name: "rollup without browser: true", builds: "open", language: "mjs", command: rollup({}) },
  {
    name: "webpack electron-renderer",
    builds: "open",
    language: "ts",
    runsOnNode: false,
    command: webpack("webpack", "electron-renderer"),
  },
]

export interface Outcome {
  readonly status: number
  readonly output: string
}

/** Runs a command until it ends; the environment contains the secret, as a build server's often does. */
export function run(command: Command, folder: string): Promise<Outcome> {
  const { file, args, environment } = command
  return new Promise(resolve => {
    // Without the variables that vitest has set: bundlers read some of them.
    const { PATH, HOME, TMPDIR } = process.env
    const base = { PATH, HOME, TMPDIR, NO_COLOR: "1", NODE_NO_WARNINGS: "1", NEXT_TELEMETRY_DISABLED: "1" }
    const env = { ...base, GOOGLE_CLIENT_SECRET: secret, NODE_ENV: "production", ...environment }
    execFile(file, args, { cwd: folder, env, timeout: 180_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 1
      resolve({ status, output: stdout + stderr })
    })
  })
}

/** Every file below a folder, by its path. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return new Map(files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))]))
}
