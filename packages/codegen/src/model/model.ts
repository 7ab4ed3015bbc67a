import type { PublicClient } from "@client-secrets/core"
import type { SecretReference } from "../read/secret-reference.ts"

/** A client as one environment has it. */
export interface EnvironmentModel {
  /** `dev`, `prod`; undefined where a client has no environments. */
  readonly name: string | undefined
  readonly client: PublicClient
  /** Where the secret is at run time. */
  readonly secret: SecretReference
}

/** A client, in one environment or in several of the same shape. */
export interface ClientModel {
  /** What the generated files are named after. */
  readonly name: string
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
}

/** A file to write. */
export interface GeneratedFile extends EmittedFile {
  /** Whether it holds the secret, as `inlineSecret` asks: for its owner alone to read, and never for a repository. */
  readonly holdsSecret: boolean
}

/** Makes files of a model: a flavour of the output. */
export interface Emitter {
  readonly name: string
  generate(model: Model): readonly EmittedFile[]
}
