import type { Emitter, ReadClientOptions, SecretOption } from "@client-secrets/codegen"
import type { EmitName } from "./emits.ts"

/** One client of a project. */
export interface ClientConfig {
  /**
   * Its file, by a path from the folder of the configuration, or `env:NAME`; or one for each environment:
   * `{ dev: "secrets/dev.json", prod: "secrets/prod.public.json" }`.
   */
  readonly input: string | Readonly<Record<string, string>>
  /**
   * Where its secret is at run time: `env:NAME`, `file:path`, `aws:id`, a list of these in the order in which they are read,
   * or `none`; or one of these for each environment.
   * @default env:NAME_CLIENT_SECRET, after its name
   */
  readonly secret?: SecretOption | Readonly<Record<string, SecretOption>> | undefined
}

/** The settings of `client-secrets generate` and `client-secrets check` in this project. */
export interface Config extends Omit<ReadClientOptions, "label"> {
  /** By what their modules are named after. */
  readonly clients: Readonly<Record<string, ClientConfig>>
  /**
   * The output folder, from the folder of the configuration; or one for public modules and everything else, and
   * one for server modules. @default "."
   */
  readonly out?: string | { readonly public: string; readonly server: string } | undefined
  /** The outputs, by name; or your own emitter, which gets a model without any secret. @default ["ts"] */
  readonly emit?: readonly (EmitName | Emitter)[] | undefined
}

/** Returns its argument, so that a `client-secrets.config.ts` is typed. It reads and checks nothing. */
export function defineConfig(config: Config): Config {
  return config
}
