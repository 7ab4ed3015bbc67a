import { chmodSync, existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { defaultName, readClient } from "@client-secrets/codegen"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { type Framework, frameworkProject } from "../doctor/frameworks.ts"
import { exitCode } from "../exit-code.ts"
import { readInput } from "../input/read-input.ts"
import { findConfig } from "../project/load-config.ts"
import { findManifest, type Manifest } from "../project/manifest.ts"
import { commandLineOf, packageManagerOf } from "../project/package-manager.ts"
import { planFiles, type WantedFile, writePlanned } from "../project/write-files.ts"
import type { Command, CommandRun } from "./command.ts"

const clientFile = "client_secrets.json"
const ignoredByGit = ["client_secret*.json", "!client_secrets.public.json"]
// Biome lays out JSON with tabs, Prettier with spaces: generated JSON can please only one of them, and it is Prettier.
const ignoredByBiome = ["!**/*.client_secrets.public.json", "!**/*.schema.json"]

/** Where modules go in a project of a framework; elsewhere both go to `src`. */
const folders: Readonly<Record<string, { readonly public: string; readonly server: string }>> = {
  Nuxt: { public: "app", server: "server/utils" },
  SvelteKit: { public: "src/lib", server: "src/lib/server" },
  "React Router": { public: "app", server: "app" },
}

/** `client-secrets init` */
export const initCommand: Command = {
  usage: "",
  description: `Writes a configuration for the package manager, framework and module type of the project unless there is one, and adds the missing lines to .gitignore and to the ignored files of Biome. Existing text stays as it is.`,
  examples: ["init", "init --script --pre-commit"],
  options: {
    script: { description: "Add a script to package.json that generates the modules." },
    "pre-commit": {
      description: "Add a line to git's pre-commit hook that searches what is committed for the secret.",
    },
  },
  async run(run) {
    const { given, reporter, folder, environment } = run
    if (given.positionals.length > 0) throw new CommandFailure("usage", "init takes no input.")
    const manifest = findManifest(folder)
    const framework = frameworkProject(folder)?.framework
    const hook = given.has("pre-commit") ? preCommitHook(run) : undefined
    const files: readonly (WantedFile | undefined)[] = [
      findConfig(folder) === undefined ? await configFile(run, manifest, framework) : undefined,
      { path: ".gitignore", text: withLines(textOf(folder, ".gitignore"), ignoredByGit) },
      biomeFile(run),
      given.has("script") ? scriptFile(run) : undefined,
      hook,
    ]
    const wanted = files.filter(file => file !== undefined)
    const written = writePlanned(planFiles(folder, folder, wanted))
    if (hook !== undefined) chmodSync(join(folder, hook.path), 0o755)
    for (const { path, action } of written) reporter.note(`${action.padEnd(9)} ${path}`)
    const install = manifest?.dependencies.has("client-secrets")
      ? []
      : [`${packageManagerOf(folder, environment).install} client-secrets`]
    const steps = [...install, commandLineOf(folder, environment, "generate")]
    reporter.note(`Next: ${steps.join(" && ")}`)
    if (framework !== undefined && framework.serves !== "nothing") {
      reporter.note(
        'Add clientSecrets() from "client-secrets/vite" to the plugins of Vite: its development server gives files of the project away.',
      )
    }
    reporter.note(`In CI: ${commandLineOf(folder, environment, "check")}`)
    return { exitCode: exitCode.ok, result: { files: written, next: steps } }
  },
}

async function configFile(
  run: CommandRun,
  manifest: Manifest | undefined,
  framework: Framework | undefined,
): Promise<WantedFile> {
  const { folder } = run
  const name = await clientNameOf(run)
  const variable = `${name.replaceAll("-", "_").toUpperCase()}_CLIENT_SECRET`
  const out = folders[framework?.name ?? ""]
  const usesTypeScript = existsSync(join(folder, "tsconfig.json")) || manifest?.dependencies.has("typescript") === true
  const config = [
    `  clients: { ${name.includes("-") ? `"${name}"` : name}: {`,
    `    input: "${clientFile}",`,
    "    // The variable first; where it is not set, as in development, the file.",
    `    secret: ["env:${variable}", "file:${clientFile}"],`,
    "  } },",
    out === undefined || out.public === out.server
      ? `  out: "${out?.public ?? "src"}",`
      : `  out: { public: "${out.public}", server: "${out.server}" },`,
    `  emit: ["${usesTypeScript ? "ts" : "mjs"}", "public"],`,
  ].join("\n")
  // What is not installed is not imported: the next command has to work.
  const isInstalled = manifest?.dependencies.has("client-secrets") === true
  const text = isInstalled
    ? `import { defineConfig } from "client-secrets/config"\n\nexport default defineConfig({\n${config}\n})\n`
    : `/** @type {import("client-secrets/config").Config} */\nexport default {\n${config}\n}\n`
  const strips = Boolean((process.features as { typescript?: unknown }).typescript)
  // In a package of CommonJS, Node warns of a module that ends in .ts.
  const ending = usesTypeScript && strips ? (manifest?.isModule === true ? "ts" : "mts") : "mjs"
  return { path: `client-secrets.config.${ending}`, text }
}

/** What the client is called: by the file, if it is there and valid. */
async function clientNameOf(run: CommandRun): Promise<string> {
  const input = await readInput(clientFile, run)
  if (input === undefined) return "google"
  const optional = ["client_secret", "redirect_uris", "auth_uri", "token_uri"] as const
  const { client } = readClient(input.content, { optional })
  return defaultName(client, clientFile)
}

function biomeFile({ folder, reporter }: CommandRun): WantedFile | undefined {
  const path = ["biome.json", "biome.jsonc"].find(name => existsSync(join(folder, name)))
  if (path === undefined) return undefined
  const text = textOf(folder, path)
  if (ignoredByBiome.every(line => text.includes(line))) return undefined
  const config = jsonObject(text)
  if (config === undefined) {
    reporter.note(`${path} has comments: add ${ignoredByBiome.join(" and ")} to its files.includes yourself.`)
    return undefined
  }
  const files = Object.assign(Object.create(null), config["files"])
  const includes: unknown[] = Array.isArray(files.includes) ? files.includes : ["**"]
  config["files"] = { ...files, includes: [...new Set([...includes, ...ignoredByBiome])] }
  return { path, text: jsonLike(text, config) }
}

function scriptFile({ folder }: CommandRun): WantedFile {
  const text = textOf(folder, "package.json")
  const manifest = jsonObject(text)
  if (manifest === undefined) {
    throw new CommandFailure(
      "usage",
      "There is no package.json to add a script to.",
      "Run init in the project's folder.",
    )
  }
  const scripts = Object.assign(Object.create(null), manifest["scripts"])
  manifest["scripts"] = { ...scripts, "client-secrets": scripts["client-secrets"] ?? "client-secrets generate" }
  return { path: "package.json", text: jsonLike(text, manifest) }
}

function preCommitHook({ folder, environment }: CommandRun): WantedFile {
  const path = [".husky", ".git/hooks"].find(name => existsSync(join(folder, name)))
  if (path === undefined) {
    const hint = "Run init at the top of the repository, after git init."
    throw new CommandFailure("usage", "There is no folder of git's hooks here.", hint)
  }
  const file = `${path}/pre-commit`
  const old = textOf(folder, file)
  const start = old === "" && path !== ".husky" ? "#!/bin/sh\n" : old
  return { path: file, text: withLines(start, [commandLineOf(folder, environment, "scan --staged --if-present")]) }
}

function withLines(text: string, wanted: readonly string[]): string {
  const lines = text.split(/\r?\n/)
  const lacking = wanted.filter(line => !lines.includes(line))
  if (lacking.length === 0) return text
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${lacking.join("\n")}\n`
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A value as JSON, indented as the text was that it comes from. */
function jsonLike(text: string, value: unknown): string {
  const indent = /^[\t ]+(?=")/m.exec(text)?.[0] ?? "  "
  return `${JSON.stringify(value, undefined, indent)}${text.endsWith("\n") ? "\n" : ""}`
}

/** The text of a file; empty if none exists. */
function textOf(folder: string, name: string): string {
  const path = join(folder, name)
  try {
    if (!existsSync(path)) return ""
    // Opening a FIFO would wait for a writer, for ever.
    if (!statSync(path).isFile()) throw new CommandFailure("io", `${name} is not a regular file.`)
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure("io", `${name} could not be read: ${systemCodeOf(error)}.`)
  }
}
