import { existsSync } from "node:fs"
import { join } from "node:path"
import { ownProperty } from "@client-secrets/source-kit"
import type { CommandRun } from "../commands/command.ts"
import type { WantedFile } from "../project/plan-files.ts"
import { readProjectFile } from "./project-file.ts"
import { jsonLike, jsonObject } from "./project-json.ts"

// Biome lays out JSON with tabs, Prettier with spaces: generated JSON can please only one of them, and it is Prettier.
const ignoredByBiome = ["!**/*.client_secrets.public.json", "!**/*.schema.json"]

/** The project's configuration of Biome with generated JSON left out; undefined if there is nothing to change. */
export function biomeFile({ folder, reporter }: CommandRun): WantedFile | undefined {
  const path = ["biome.json", "biome.jsonc"].find(name => existsSync(join(folder, name)))
  if (path === undefined) return undefined
  const text = readProjectFile(folder, path)
  if (ignoredByBiome.every(line => text.includes(line.slice(1)))) return undefined
  const config = jsonObject(text)
  if (config === undefined) {
    reporter.note(`${path} has comments: add ${ignoredByBiome.join(" and ")} to its files.includes yourself.`)
    return undefined
  }
  const files = Object.assign(Object.create(null), config["files"])
  config["files"] = isBiomeOne(config, files) ? withIgnored(files) : withExcluded(files)
  return { path, text: jsonLike(text, config) }
}

/** Whether a configuration is for Biome 1, which does not know `files.includes` and refuses it. */
function isBiomeOne(config: Readonly<Record<string, unknown>>, files: object): boolean {
  const schema = ownProperty(config, "$schema")
  return (typeof schema === "string" && schema.includes("/schemas/1.")) || "ignore" in files || "include" in files
}

function withIgnored(files: { readonly ignore?: unknown }): object {
  const ignored: unknown[] = Array.isArray(files.ignore) ? files.ignore : []
  return { ...files, ignore: [...new Set([...ignored, ...ignoredByBiome.map(line => line.slice(1))])] }
}

function withExcluded(files: { readonly includes?: unknown }): object {
  const includes: unknown[] = Array.isArray(files.includes) ? files.includes : ["**"]
  return { ...files, includes: [...new Set([...includes, ...ignoredByBiome])] }
}
