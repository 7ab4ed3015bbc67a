/**
 * What is wrong with a document, or only odd about it.
 *
 * Of the document: `no_input`, `too_large`, `encoding`, `not_json`, `too_deep`, `unreadable`, `wrong_kind`,
 * `no_client_type`, `two_client_types`, `other_client_type`. Of a member: `missing`, `misnamed`, `wrong_type`, `empty`,
 * `placeholder`, `white_space`, `control_character`, `invalid_uri`, `insecure_endpoint`, `forbidden_endpoint`,
 * `duplicate_member`, `exposed_secret`.
 *
 * Warnings: `unknown_member`, `odd_redirect_uri`, `mixed_endpoints`.
 */
export type ClientSecretsIssueCode =
  | "no_input"
  | "too_large"
  | "encoding"
  | "not_json"
  | "too_deep"
  | "unreadable"
  | "wrong_kind"
  | "no_client_type"
  | "two_client_types"
  | "other_client_type"
  | "missing"
  | "misnamed"
  | "wrong_type"
  | "empty"
  | "placeholder"
  | "white_space"
  | "control_character"
  | "invalid_uri"
  | "insecure_endpoint"
  | "forbidden_endpoint"
  | "duplicate_member"
  | "exposed_secret"
  | "unknown_member"
  | "odd_redirect_uri"
  | "mixed_endpoints"

/** One problem of a document; also an issue in the sense of Standard Schema v1. */
export interface ClientSecretsIssue {
  readonly code: ClientSecretsIssueCode
  /** One sentence, which holds no value of the document. */
  readonly message: string
  /** From the document's root. A member name that may itself be a secret stands as its position in its object. */
  readonly path: readonly (string | number)[]
  /** From 1, where the input was text. */
  readonly line?: number
  /** From 1, in UTF-16 code units, where the input was text. */
  readonly column?: number
  /** What to do about it. */
  readonly hint: string
}
