import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { CommandFailure, systemCodeOf } from "../command-failure.ts"
import { printablePath } from "../report/printable.ts"
import type { Config } from "./define-config.ts"
import { flavours } from "./flavours.ts"

let loads = 0
const names = ["ts", "mts", "js", "mjs"].map(extension => `client-secrets.config.${extension}`)

/** The configuration of a folder, by its path; undefined where there is none. Nothing above the folder is looked at. */
export function findConfig(folder: string): string | undefined {
  return names.map(name => join(folder, name)).find(path => existsSync(path))
}

/**
 * Runs a configuration file, and gives what it exports by default, checked.
 *
 * @throws {CommandFailure} usage
 */
export async function loadConfig(path: string): Promise<Config> {
  const label = printablePath(path.split(/[\\/]/).at(-1)!)
  if (!existsSync(path)) {
    throw new CommandFailure("usage", `${label} is not there.`, "--config takes the path of a configuration file.")
  }
  let module: { default?: unknown }
  try {
    // By another name each time, so that `--watch` gets a changed file anew, also one that changed twice within a tick.
    module = await import(`${pathToFileURL(path)}?load=${++loads}`)
  } catch (error) {
    // What it says itself may be any text.
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
    return "It is written with what client-secrets exports: npm install --save-dev client-secrets"
  }
  return `\`node ${label}\` shows what is wrong with it.`
}

/** Whether a configuration in a folder finds this package: `npx` alone installs it elsewhere. */
export function isInstalled(folder: string): boolean {
  const parent = dirname(folder)
  return existsSync(join(folder, "node_modules/client-secrets")) || (parent !== folder && isInstalled(parent))
}

const members = ["clients", "out", "flavours", "type", "optional", "maxBytes", "allowInsecureEndpoints"]

function checkConfig(config: Record<string, unknown>, label: string): Config {
  const fail = (message: string): never => {
    throw new CommandFailure("usage", `${label}: ${message}`, example)
  }
  const unknown = Object.keys(config).filter(name => !members.includes(name))
  if (unknown.length > 0) {
    const shown = unknown.filter(name => /^[A-Za-z]{1,24}$/.test(name)).join(", ")
    fail(`it has a member that is none of ${members.join(", ")}${shown && `: ${shown}`}.`)
  }
  const { clients, out, flavours: wanted, maxBytes } = Object.assign(Object.create(null), config)
  if (!isObject(clients) || Object.keys(clients).length === 0)
    return fail("clients is an object of clients by their names.")
  for (const client of Object.values(clients)) {
    if (!isObject(client)) return fail("a client is an object { input, secret }.")
    const { input, secret } = Object.assign(Object.create(null), client)
    if (!isText(input) && !isTexts(input)) fail("input is a path, or an object of paths by environment.")
    if (secret !== undefined && !isText(secret) && !isTexts(secret)) fail("secret is a reference such as env:NAME.")
    if (Object.keys(client).some(name => name !== "input" && name !== "secret"))
      fail("a client has input and secret alone.")
  }
  if (out !== undefined && !isText(out)) fail("out is the path of a folder.")
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes > 0)) {
    fail("maxBytes is a whole number of bytes.")
  }
  if (wanted !== undefined) {
    const isFlavour = (one: unknown): boolean =>
      (isText(one) && Object.hasOwn(flavours, one)) || (isObject(one) && typeof one["generate"] === "function")
    if (!Array.isArray(wanted) || wanted.length === 0 || !wanted.every(isFlavour)) {
      fail(`flavours is a list of ${Object.keys(flavours).join(", ")} and emitters { name, generate }.`)
    }
  }
  return Object.assign(Object.create(null), config)
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
