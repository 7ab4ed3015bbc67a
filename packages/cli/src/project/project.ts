import { relative } from "node:path"
import type { Emitter, GeneratedFile, ImportStyle, ReadClientOptions, SecretOption } from "@client-secrets/codegen"

/** One input of a project, not yet read. */
export interface ProjectInput {
  /** A path, `-`, or `env:NAME`. */
  readonly place: string
  /** Undefined where the provider or the file decides. */
  readonly name: string | undefined
  readonly environment: string | undefined
  readonly secret: SecretOption | undefined
}

/** The inputs and outputs of a generation. */
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

/** The folder that a generated file is written to. */
export function folderOf({ out, serverOut }: Project, { isServerModule }: GeneratedFile): string {
  return isServerModule ? serverOut : out
}

/** The path of an output below the root, with slashes. */
export function relativePath(root: string, path: string): string {
  return relative(root, path).replaceAll("\\", "/")
}
