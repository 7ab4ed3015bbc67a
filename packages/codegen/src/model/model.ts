import type { PublicClient } from "@client-secrets/core"
import type { SecretReference } from "../read/secret-reference.ts"

/** A client as one environment has it. */
export interface EnvironmentModel {
  /** `dev`, `prod`; undefined where a client has no environments. */
  readonly name: string | undefined
  readonly client: PublicClient
  /** Where the secret is at run time, in the order in which it is asked; empty for a client that needs none. */
  readonly secrets: readonly SecretReference[]
}

/** Which packages generated modules import: `client-secrets`, or `@client-secrets/core` and the sources. */
export type ImportStyle = "client-secrets" | "scoped"

/** A client, in one environment or in several of the same shape. */
export interface ClientModel {
  /** What the generated files are named after. */
  readonly name: string
  /** What its modules import: the one package `client-secrets`, or those that it re-exports. */
  readonly imports: ImportStyle
  /** By their names; exactly one, without a name, where the client has no environments. */
  readonly environments: readonly [EnvironmentModel, ...EnvironmentModel[]]
}

/** What an emitter gets: everything that may be published, and no secret. Frozen to its depth. */
export interface Model {
  /** By their names. */
  readonly clients: readonly ClientModel[]
}

/** What an emitter makes. */
export interface EmittedFile {
  /** Relative, with slashes, below the folder that is written to. */
  readonly path: string
  readonly text: string
  /** Whether it is a server module, which may go to a folder of its own. @default false */
  readonly isServerModule?: boolean | undefined
  /** The name that a program imports from it, where it is a module. */
  readonly mainExport?: string | undefined
}

/** A file to write. */
export interface GeneratedFile extends EmittedFile {
  readonly isServerModule: boolean
  /** Whether it holds the secret, as `inlineSecret` asks: for its owner alone to read, and never for a repository. */
  readonly holdsSecret: boolean
}

/** Makes files from a model: one kind of output. */
export interface Emitter {
  readonly name: string
  generate(model: Model): readonly EmittedFile[]
}
