import type { PublicClient } from "@client-secrets/core"
import type { SecretReference } from "../read/secret-reference.ts"

/** A client as one environment has it. */
export interface EnvironmentModel {
  /** `dev`, `prod`; undefined where a client has no environments. */
  readonly name: string | undefined
  readonly client: PublicClient
  /** Where the secret is at run time, in the order in which the places are read; empty for a client that needs none. */
  readonly secrets: readonly SecretReference[]
}

/** Which packages generated modules import: `client-secrets`, or `@client-secrets/core` and the sources. */
export type ImportStyle = "client-secrets" | "scoped"

/** A client, in one environment or in several of the same shape. */
export interface ClientModel {
  /** The base name of the generated files. */
  readonly name: string
  /** The packages that its modules import: only `client-secrets`, or those that it re-exports. */
  readonly imports: ImportStyle
  /** By their names; exactly one, without a name, where the client has no environments. */
  readonly environments: readonly [EnvironmentModel, ...EnvironmentModel[]]
}

/** The input of an emitter: everything that may be published, and no secret. Deeply frozen. */
export interface Model {
  /** By their names. */
  readonly clients: readonly ClientModel[]
}

/** The output of an emitter. */
export interface EmittedFile {
  /** Relative, with slashes, below the folder that is written to. */
  readonly path: string
  readonly text: string
  /** Whether it is a server module, which may go to a separate folder. @default false */
  readonly isServerModule?: boolean | undefined
  /** The name that a program imports from it, where it is a module. */
  readonly mainExport?: string | undefined
}

/** A file to write. */
export interface GeneratedFile extends EmittedFile {
  readonly isServerModule: boolean
  /** Whether it contains the secret, as with `inlineSecret`: only its owner may read it, and it must not be committed. */
  readonly holdsSecret: boolean
}

/** Makes files from a model: one kind of output. */
export interface Emitter {
  readonly name: string
  generate(model: Model): readonly EmittedFile[]
}
