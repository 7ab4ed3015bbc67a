import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { acceptableCodes } from "@client-secrets/core"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { optionalMembers } from "../input/optional-members.ts"
import { printablePath } from "../report/printable.ts"
import type { Config } from "./define-config.ts"
import { emits } from "./emits.ts"
import { isInstalled } from "./package-manager.ts"

let loads = 0
const names = ["ts", "mts", "js", "mjs"].map(extension => `client-secrets.config.${extension}`)

// Names that people try, and that would not be read.
const otherNames = ["cjs", "cts", "json", "jsonc", "json5", "yaml", "yml", "toml"].map(
  extension => `client-secrets.config.${extension}`,
)

/**
 * The path of a folder's configuration; undefined if none exists. Folders above are not searched.
 *
 * @throws {CommandFailure} usage for one that would not be read because of its name.
 */
export function findConfig(folder: string): string | undefined {
  const found = names.find(name => existsSync(join(folder, name)))
  if (found !== undefined) return join(folder, found)
  const other = otherNames.find(name => existsSync(join(folder, name)))
  if (other === undefined) return undefined
  const hint = `A configuration is a module, and has one of these names: ${names.join(", ")}.`
  throw new CommandFailure("usage", `${other} is not read.`, hint)
}

/**
 * Runs a configuration file, and returns its default export, checked.
 *
 * @throws {CommandFailure} usage
 */
export async function loadConfig(path: string): Promise<Config> {
  const label = printablePath(path.split(/[\\/]/).at(-1)!)
  if (!existsSync(path)) {
    throw new CommandFailure("usage", `${label} does not exist.`, "--config needs the path of a configuration file.")
  }
  let module: { default?: unknown }
  try {
    // With another name each time, so that `--watch` loads a changed file again, even one that changed twice within a tick.
    module = await import(`${pathToFileURL(path)}?load=${++loads}`)
  } catch (error) {
    // Its own message may be any text.
    const name = error instanceof SyntaxError ? "a SyntaxError" : systemCodeOf(error)
    throw new CommandFailure("usage", `${label} could not be loaded: ${name}.`, hintFor(path, label, name))
  }
  const config = module.default
  if (!isObject(config)) throw new CommandFailure("usage", `${label} exports no configuration by default.`, example)
  return checkConfig(config, label)
}

const example = 'export default defineConfig({ clients: { google: { input: "client_secrets.json" } }, out: "src" })'

function hintFor(path: string, label: string, name: string): string {
  const strips = (process.features as { typescript?: unknown }).typescript
  if (/\.m?ts$/.test(path) && !strips) return "This Node does not run TypeScript (22.18 does): rename it to .mjs."
  if (name === "ERR_MODULE_NOT_FOUND" && !isInstalled(dirname(path))) {
    return "It imports client-secrets, which is not installed: npm install --save-dev client-secrets"
  }
  return `\`node ${label}\` shows what is wrong with it.`
}

/** The type of each member of a configuration, and whether a value has it. */
const members: Readonly<Record<string, readonly [wanted: string, test: (value: unknown) => boolean]>> = {
  clients: ["an object of clients by name", value => isObject(value) && Object.keys(value).length > 0],
  out: ["the path of a folder, or { public, server } with one for each", value => isText(value) || isFolders(value)],
  emit: [`a list of ${Object.keys(emits).join(", ")} and of emitters { name, generate }`, isEmitList],
  type: ['"web" or "installed"', value => value === "web" || value === "installed"],
  optional: [`a list of ${optionalMembers.join(", ")}`, isOptionalList],
  maxBytes: ["a positive whole number of bytes", value => Number.isSafeInteger(value) && (value as number) > 0],
  accept: [`a list of ${acceptableCodes.join(", ")}`, isAcceptList],
  allowInsecureEndpoints: ["true or false", value => typeof value === "boolean"],
}

function checkConfig(given: Record<string, unknown>, label: string): Config {
  const fail = (message: string): never => {
    throw new CommandFailure("usage", `${label}: ${message}`, example)
  }
  const config: Record<string, unknown> = Object.assign(Object.create(null), given)
  for (const [name, value] of Object.entries(config)) {
    if (!Object.hasOwn(members, name)) {
      fail(`${printableName(name)} is not a member of a configuration: ${Object.keys(members).join(", ")}.`)
    }
    const [wanted, isWanted] = members[name]!
    if (value !== undefined && !isWanted(value)) fail(`${name} must be ${wanted}.`)
  }
  if (config["clients"] === undefined) fail(`clients is missing: ${members["clients"]![0]}.`)
  for (const [name, client] of Object.entries(config["clients"] as object)) {
    checkClient(`clients.${printableName(name)}`, client, fail)
  }
  return config as unknown as Config
}

function checkClient(place: string, given: unknown, fail: (message: string) => never): void {
  if (!isObject(given)) fail(`${place} must be an object { input, secret }.`)
  const client: Record<string, unknown> = Object.assign(Object.create(null), given)
  const unknown = Object.keys(client).find(name => name !== "input" && name !== "secret")
  if (unknown !== undefined) fail(`${place} has ${printableName(unknown)}: a client has only input and secret.`)
  const { input, secret } = client
  if (!isText(input) && !isTexts(input)) fail(`${place}.input must be a path, or an object of paths by environment.`)
  if (secret === undefined || isReference(secret)) return
  if (!isTexts(secret)) fail(`${place}.secret must be a reference such as env:NAME, or one for each environment.`)
  if (isText(input)) fail(`${place}.secret has environments, and input has none.`)
  const environments = Object.keys(input as object)
  const unmatched = [
    ...Object.keys(secret as object).filter(name => !environments.includes(name)),
    ...environments.filter(name => !Object.hasOwn(secret as object, name)),
  ]
  if (unmatched.length === 0) return
  const names = unmatched.map(printableName).join(", ")
  fail(`${place}.secret and ${place}.input must have the same environments. Only one of them has ${names}.`)
}

/** A name of the configuration, unless it is long enough to be a value that was pasted in its place. */
function printableName(name: string): string {
  return /^[A-Za-z][\w-]{0,23}$/.test(name) ? name : "…"
}

function isEmitList(value: unknown): boolean {
  const isEmit = (one: unknown): boolean =>
    (isText(one) && Object.hasOwn(emits, one)) || (isObject(one) && typeof one["generate"] === "function")
  return Array.isArray(value) && value.length > 0 && value.every(isEmit)
}

function isFolders(value: unknown): boolean {
  return (
    isTexts(value) &&
    Object.keys(value as object)
      .sort()
      .join() === "public,server"
  )
}

/** One reference, or a list of them. */
function isReference(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText))
}

function isAcceptList(value: unknown): boolean {
  return Array.isArray(value) && value.every(one => (acceptableCodes as readonly unknown[]).includes(one))
}

function isOptionalList(value: unknown): boolean {
  return Array.isArray(value) && value.every(one => (optionalMembers as readonly unknown[]).includes(one))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== ""
}

function isTexts(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isText)
}
