import { dirname, relative, resolve } from "node:path"
import type { Emitter, GeneratedFile, ImportStyle, ReadClientOptions, SecretOption } from "@client-secrets/codegen"
import type { Arguments, OptionSpecifications } from "../arguments/parse-arguments.ts"
import { CommandFailure } from "../command-failure.ts"
import type { CommandRun } from "../commands/command.ts"
import { acceptableCodes } from "./acceptable-codes.ts"
import type { ClientConfig, Config } from "./define-config.ts"
import { type EmitName, emits } from "./emits.ts"
import { findConfig, loadConfig } from "./load-config.ts"
import { importStyleOf } from "./manifest.ts"

/** One input of a project, not yet read. */
export interface ProjectInput {
  /** A path, `-`, or `env:NAME`. */
  readonly place: string
  /** Undefined where the provider or the file decides. */
  readonly name: string | undefined
  readonly environment: string | undefined
  readonly secret: SecretOption | undefined
}

/** What is to be generated of what. */
export interface Project {
  /** The folder that relative paths begin at, and that nothing is written outside of. */
  readonly root: string
  /** The folder that public modules, and all other files, are written to. */
  readonly out: string
  /** The folder that server modules are written to. */
  readonly serverOut: string
  /** What server modules import. */
  readonly imports: ImportStyle
  readonly inputs: readonly ProjectInput[]
  readonly emitters: readonly Emitter[]
  readonly readOptions: ReadClientOptions
  readonly inlineSecret: boolean
  /** The configuration, where one decided. */
  readonly config: string | undefined
}

/** The options that say how a client file is read. */
export const readOptions: OptionSpecifications = {
  type: {
    value: "TYPE",
    choices: ["web", "installed"],
    default: "either",
    description: "The client type that the file must have.",
  },
  optional: {
    value: "MEMBER",
    multiple: true,
    choices: ["client_secret", "redirect_uris", "auth_uri", "token_uri"],
    description: "A mandatory member that may be missing.",
  },
  accept: {
    value: "CODE",
    multiple: true,
    choices: acceptableCodes,
    description: "Accept a value that only looks wrong: an error with this code becomes a warning.",
  },
  "allow-insecure-endpoints": { description: "Accept endpoints that use plain http or a private address." },
}

/** Those options as the generator takes them. */
export function readOptionsOf(given: Arguments): ReadClientOptions {
  const type = given.one("type") as "web" | "installed" | undefined
  return {
    ...(type && { type }),
    optional: given.all("optional") as NonNullable<ReadClientOptions["optional"]>,
    allowInsecureEndpoints: given.has("allow-insecure-endpoints"),
    accept: given.all("accept") as NonNullable<ReadClientOptions["accept"]>,
  }
}

/** The options that say what is generated of what. */
export const projectOptions: OptionSpecifications = {
  name: {
    short: "n",
    value: "NAME",
    description: "What the modules are named after.",
    default: "the provider, or the file",
  },
  out: { short: "o", value: "FOLDER", description: "Where to write.", default: "the working directory" },
  "server-out": { value: "FOLDER", description: "Where to write server modules.", default: "the folder of --out" },
  emit: {
    short: "e",
    value: "KIND",
    multiple: true,
    choices: Object.keys(emits),
    default: "ts",
    description: "What to write.",
  },
  secret: {
    short: "s",
    value: "REFERENCE",
    multiple: true,
    description:
      "Where the program finds the secret: env:NAME, file:PATH, aws:ID or none; several are asked in order. Never the secret itself.",
  },
  ...readOptions,
  "inline-secret": {
    description: "Write the secret of an installed client into its server module. Refused for web clients.",
  },
  config: {
    short: "c",
    value: "FILE",
    description: "A configuration file.",
    default: "client-secrets.config.ts, .mts, .js or .mjs",
  },
}

/** Finds out what is to be generated: from the arguments, or else from the configuration in the working directory. */
export async function resolveProject({ given, folder }: CommandRun): Promise<Project> {
  const places = given.positionals
  const named = given.one("config")
  const config = named === undefined ? (places.length === 0 ? findConfig(folder) : undefined) : resolve(folder, named)
  if (config === undefined) return projectOfArguments(given, folder)
  const mixed = Object.keys(projectOptions).filter(
    name => name !== "config" && name !== "inline-secret" && given.has(name),
  )
  if (places.length > 0 || mixed.length > 0) {
    const what = places.length > 0 ? "An input" : `--${mixed[0]}`
    throw new CommandFailure(
      "usage",
      `${what} does not go with a configuration, which says it itself.`,
      "Change the configuration, or give all of it as arguments, the input too.",
    )
  }
  return projectOfConfig(config, await loadConfig(config), given.has("inline-secret"))
}

function projectOfArguments(given: CommandRun["given"], folder: string): Project {
  const name = given.one("name")
  const secrets = given.all("secret")
  if (secrets.length > 1 && secrets.includes("none")) {
    throw new CommandFailure("usage", "--secret none says that there is no secret: it does not go with another one.")
  }
  // `none` is a word for itself, a list is of references.
  const secret = secrets.length < 2 ? secrets[0] : secrets
  const places = given.positionals.length === 0 ? ["client_secrets.json"] : given.positionals
  const inputs = places.map((word): ProjectInput => {
    const [, environment, place] = /^([A-Za-z][\w-]*)=(.+)$/s.exec(word) ?? [word, undefined, word]
    return { place: place!, name, environment, secret }
  })
  const wanted = given.has("emit") ? given.all("emit") : ["ts"]
  const out = given.one("out") ?? "."
  return {
    root: folder,
    out: resolve(folder, out),
    serverOut: resolve(folder, given.one("server-out") ?? out),
    imports: importStyleOf(folder),
    inputs,
    emitters: [...new Set(wanted)].map(name => emits[name as EmitName]),
    readOptions: readOptionsOf(given),
    inlineSecret: given.has("inline-secret"),
    config: undefined,
  }
}

function projectOfConfig(path: string, config: Config, inlineSecret: boolean): Project {
  // A copy without a prototype: `config` is one, and a rest object would not be.
  const { clients, out = ".", emit = ["ts"], type, optional, maxBytes, allowInsecureEndpoints, accept } = config
  const root = dirname(path)
  return {
    root,
    out: resolve(root, typeof out === "string" ? out : out.public),
    serverOut: resolve(root, typeof out === "string" ? out : out.server),
    imports: importStyleOf(root),
    inputs: Object.entries(clients).flatMap(([name, client]) => inputsOf(name, client)),
    emitters: emit.map(one => (typeof one === "string" ? emits[one] : guarded(one))),
    readOptions: { type, optional, maxBytes, allowInsecureEndpoints, accept },
    inlineSecret,
    config: path,
  }
}

function inputsOf(name: string, { input, secret }: ClientConfig): readonly ProjectInput[] {
  const secretOf = (environment: string | undefined): SecretOption | undefined => {
    if (typeof secret !== "object" || isList(secret)) return secret
    // A configuration whose environments differ from these was refused.
    return environment === undefined ? undefined : secret[environment]
  }
  if (typeof input === "string") return [{ place: input, name, environment: undefined, secret: secretOf(undefined) }]
  return Object.entries(input).map(([environment, place]) => {
    return { place, name, environment, secret: secretOf(environment) }
  })
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value)
}

/** The folder that a generated file is written to. */
export function folderOf({ out, serverOut }: Project, { isServerModule }: GeneratedFile): string {
  return isServerModule ? serverOut : out
}

/** An emitter of the user's own: what it throws is not ours to print. */
function guarded(emitter: Emitter): Emitter {
  return {
    name: emitter.name,
    generate(model) {
      try {
        return emitter.generate(model)
      } catch {
        const name = /^[\w-]{1,40}$/.test(emitter.name) ? emitter.name : "of the configuration"
        throw new CommandFailure("usage", `The emitter ${name} failed.`, "Nothing was written.")
      }
    },
  }
}

/** The path of an output below the root, with slashes. */
export function relativePath(root: string, path: string): string {
  return relative(root, path).replaceAll("\\", "/")
}
