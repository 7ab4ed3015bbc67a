import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import type { CommandRun } from "../commands/command.ts"
import type { Framework } from "../doctor/frameworks.ts"
import type { Manifest } from "../project/manifest.ts"
import { isInstalled } from "../project/package-manager.ts"
import type { WantedFile } from "../project/plan-files.ts"
import { clientFile, clientNameOf } from "./client-name.ts"
import { readProjectFile } from "./project-file.ts"

/** Where modules go in a project of a framework; elsewhere both go to `src`. */
const folders: Readonly<Record<string, { readonly public: string; readonly server: string }>> = {
  Nuxt: { public: "app", server: "server/utils" },
  SvelteKit: { public: "src/lib", server: "src/lib/server" },
  "React Router": { public: "app", server: "app" },
}

/** The configuration of generate and check, by the framework, the module type and the formatter of the project. */
export async function configFile(
  run: CommandRun,
  manifest: Manifest | undefined,
  framework: Framework | undefined,
): Promise<WantedFile> {
  const { folder } = run
  const name = await clientNameOf(run)
  const variable = `${name.replaceAll("-", "_").toUpperCase()}_CLIENT_SECRET`
  const out = folders[framework?.name ?? ""]
  const usesTypeScript = existsSync(join(folder, "tsconfig.json")) || manifest?.dependencies.has("typescript") === true
  const tab = usesTabs(folder) ? "\t" : "  "
  const references = [`"env:${variable}"`, `"file:${clientFile}"`]
  const config = [
    "clients: {",
    `${tab}${name.includes("-") ? `"${name}"` : name}: {`,
    `${tab.repeat(2)}input: "${clientFile}",`,
    `${tab.repeat(2)}// The variable first; where it is not set, as in development, the file.`,
    ...listLines("secret", references).map(line => tab.repeat(2) + line.replace(/^ {2}/, tab)),
    `${tab}},`,
    "},",
    out === undefined || out.public === out.server
      ? `out: "${out?.public ?? "src"}",`
      : `out: { public: "${out.public}", server: "${out.server}" },`,
    `emit: ["${usesTypeScript ? "ts" : "mjs"}", "public"],`,
  ]
    .map(line => tab + line)
    .join("\n")
  // A package that is not installed is not imported, since the next command has to work.
  const text =
    manifest?.dependencies.has("client-secrets") === true && isUsable(folder)
      ? `import { defineConfig } from "client-secrets/config";\n\nexport default defineConfig({\n${config}\n});\n`
      : `/** @type {import("client-secrets/config").Config} */\nexport default {\n${config}\n};\n`
  const strips = Boolean((process.features as { typescript?: unknown }).typescript)
  // In a package of CommonJS, Node warns of a module that ends in .ts.
  const ending = usesTypeScript && strips ? (manifest?.isModule === true ? "ts" : "mts") : "mjs"
  return { path: `client-secrets.config.${ending}`, text }
}

const longestLine = 80

/** A member with a list, in one line if it fits, as formatters write it; otherwise each value has its own. */
function listLines(name: string, values: readonly string[]): readonly string[] {
  const line = `${name}: [${values.join(", ")}],`
  return line.length + 6 <= longestLine ? [line] : [`${name}: [`, ...values.map(value => `  ${value},`), "],"]
}

/** Whether the formatter of a project indents by tabs: Biome does unless it is told otherwise, Prettier does not. */
function usesTabs(folder: string): boolean {
  const biome = ["biome.json", "biome.jsonc"].find(name => existsSync(join(folder, name)))
  return biome !== undefined && !readProjectFile(folder, biome).includes('"space"')
}

/** Whether a module of the project can import this package. */
export function isUsable(folder: string): boolean {
  const parent = dirname(folder)
  // Yarn installs no folder of packages, but a list of them.
  if (isInstalled(folder) || existsSync(join(folder, ".pnp.cjs"))) return true
  return parent !== folder && isUsable(parent)
}
