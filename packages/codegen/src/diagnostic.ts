import type { ClientSecretsIssueCode, IssueOption } from "@client-secrets/core"

/**
 * The problem of an input or an output, for a program to branch on: an issue of the format, or
 *
 * - `secret_in_output`: a rendered file contains the secret, in any spelling that `findSecret` knows.
 * - `secret_shape`: a public member has the shape of a secret, or the id and the secret are swapped.
 * - `inline_refused`: the secret was to be written into a module, and this client's may not be.
 * - `different_shape`: environments of one client differ in type or in which members they have.
 * - `different_redirect_paths` (warning): they differ in the paths of their redirect URIs.
 * - `left_out` (warning): members that the format does not know, which may be secret.
 * - `short_secret` (warning): the secret is too short to be searched for in the outputs.
 */
export type DiagnosticCode =
  | ClientSecretsIssueCode
  | "secret_in_output"
  | "secret_shape"
  | "inline_refused"
  | "different_shape"
  | "different_redirect_paths"
  | "left_out"
  | "short_secret"

/** One problem. No part of it contains a value of an input. */
export interface Diagnostic {
  /** With one error there are no files. */
  readonly severity: "error" | "warning"
  readonly code: DiagnosticCode
  /** One sentence. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  /** The option of the parser that accepts it, where there is one. */
  readonly option?: IssueOption | undefined
  /** The label of the input that it is about. */
  readonly input?: string
  /** Where in the input, from its root. */
  readonly path?: readonly (string | number)[]
  /** From 1, where the input was text. */
  readonly line?: number | undefined
  /** From 1, in UTF-16 code units, where the input was text. */
  readonly column?: number | undefined
  /** The path of the output that it is about. */
  readonly file?: string
}
