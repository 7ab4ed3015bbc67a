import type { Emitter, ReadClientOptions } from "@client-secrets/codegen"
import type { FlavourName } from "./flavours.ts"

/** One client of a project. */
export interface ClientConfig {
  /**
   * Its file, by a path from the folder of the configuration, or `env:NAME`; or one for each environment:
   * `{ dev: "secrets/dev.json", prod: "secrets/prod.public.json" }`.
   */
  readonly input: string | Readonly<Record<string, string>>
  /**
   * Where its secret is at run time: `env:NAME`, `file:path`, `aws:id` or `none`; or one for each environment.
   * @default env:NAME_CLIENT_SECRET, after its name
   */
  readonly secret?: string | Readonly<Record<string, string>> | undefined
}

/** What `client-secrets generate` and `client-secrets check` do in this project. */
export interface Config extends ReadClientOptions {
  /** By what their modules are named after. */
  readonly clients: Readonly<Record<string, ClientConfig>>
  /** The folder that is written to, from the folder of the configuration. @default "." */
  readonly out?: string | undefined
  /** What is generated, by name; or an emitter of one's own, which gets a model without any secret. @default ["ts"] */
  readonly flavours?: readonly (FlavourName | Emitter)[] | undefined
}

/** Gives back what it gets: a `client-secrets.config.ts` is typed with it. It reads and checks nothing. */
export function defineConfig(config: Config): Config {
  return config
}
