import type { ClientType } from "./client-secrets.ts"
import type { JsonFault } from "./json-faults.ts"

/** What is wrong with a document, for a program to branch on. `docs/errors.md` explains each code. */
export type ClientSecretsIssueCode = keyof IssueDetails

/** Every code, with what its sentences need to know besides the member. */
export interface IssueDetails {
  /** There is nothing to parse: an empty file, or a value that is neither text nor an object. */
  no_input: { readonly received: string | undefined }
  /** The document is longer than `maxBytes`. */
  too_large: { readonly maxBytes: number }
  /** The bytes are not text in UTF-8, nor in UTF-16 with a byte order mark. */
  encoding: { readonly encoding: string | undefined }
  /** The text is not JSON. */
  not_json: JsonFault
  /** Objects and lists are nested in more than 512 levels. */
  too_deep: undefined
  /** A getter or a proxy of the object threw. */
  unreadable: undefined
  /** It is another kind of file. */
  wrong_kind: { readonly message: string; readonly advice: string }
  /** Neither `web` nor `installed` is at the top level. */
  no_client_type: { readonly meant: ClientType | undefined; readonly isInside: boolean }
  /** Both `web` and `installed` are at the top level. */
  two_client_types: undefined
  /** The file holds the other client type than the option `type` asks for. */
  other_client_type: { readonly wanted: ClientType; readonly found: ClientType }
  /** A mandatory member is missing. */
  missing: { readonly type: ClientType }
  /** A mandatory member is missing, and another one is probably meant to be it. */
  misnamed: { readonly meant: string }
  /** A value is not of the type that the member has. */
  wrong_type: { readonly wanted: string; readonly received: string }
  /** A mandatory member is an empty string or an empty list. */
  empty: { readonly isList: boolean; readonly isItem: boolean }
  /** The value is the sample text of a template. */
  placeholder: { readonly isUri: boolean }
  /** The value is `[redacted]`, as a secret of this library prints, or a `Secret` itself. */
  redacted: { readonly isSecret: boolean }
  /** The value is a reference that nothing resolved, or is still encrypted. */
  unresolved: { readonly kind: string; readonly advice: string }
  /** The quotes around a value of a variable, a binding or a store are part of it. */
  quoted: undefined
  /** A client id or secret of a variable, a binding or a store is a whole file, or base64 of something. */
  encoded_value: {
    readonly holds: "a whole client file" | "a client secret" | "a client id"
    readonly isBase64: boolean
  }
  /** A client id or secret contains a character that RFC 6749 appendix A does not allow. */
  foreign_character: { readonly isInvisible: boolean }
  /** The client id and the client secret are in each other's place. */
  swapped_members: { readonly looksLike: string }
  /** The value begins or ends with a space or an invisible character. */
  white_space: { readonly side: "begins" | "ends"; readonly sign: string }
  /** The value contains a control character or an invisible one. */
  control_character: undefined
  /** The value is not a complete URI. */
  invalid_uri: { readonly isOrigin: boolean; readonly isRedirect: boolean }
  /** An endpoint is not https. */
  insecure_endpoint: { readonly isHttp: boolean }
  /** An endpoint is at a private address, or hides where it leads. */
  forbidden_endpoint: { readonly holds: "address" | "user" | "fragment" | "space" }
  /** A member appears twice. */
  duplicate_member: { readonly firstLine: number }
  /** A public member contains the client secret. */
  exposed_secret: undefined
  /** Warning: a top-level member is not part of the format. */
  unknown_member: undefined
  /** Warning: a redirect URI that a provider refuses, or that no request matches. */
  odd_redirect_uri: { readonly oddity: "retired" | "wildcard" | "fragment" | "user" | "http" }
  /** Warning: one endpoint is Google's and another is not. */
  mixed_endpoints: { readonly other: string; readonly isGoogle: boolean }
  /** Warning: the value is the member's own name. */
  sample_value: undefined
  /** Warning: the endpoints are Google's, but the client id does not look like one of Google's. */
  odd_client_id: undefined
  /** Warning: a member that was added to the specification has another type, and is not used. */
  mistyped_member: { readonly wanted: string; readonly received: string }
  /** Warning: an unknown member is probably meant to be an optional one. */
  misspelled_member: { readonly meant: string }
  /** Warning: a redirect URI is listed twice. */
  duplicate_uri: { readonly firstIndex: number }
  /** Warning: an origin has a path, a query, a fragment or a user. */
  odd_origin: undefined
  /** Warning: a redirect URI is a pattern that ends in `/*`. */
  uri_pattern: undefined
  /** Warning: `postmessage`, which Google's popup uses instead of an address. */
  popup_redirect: undefined
  /** Warning: the quotes around a value are part of it, in a file. */
  quotes_in_value: undefined
}

/** The codes that the option `accept` turns into warnings: rules that guess what a value is. */
export const acceptableCodes = [
  "placeholder",
  "unresolved",
  "quoted",
  "encoded_value",
  "foreign_character",
  "swapped_members",
  "exposed_secret",
] as const

/** A code that the option `accept` turns into a warning. */
export type AcceptableCode = (typeof acceptableCodes)[number]

/** `error`: the document is refused. `warning`: it is accepted, and something about it is probably not meant. */
export type IssueSeverity = "error" | "warning"

/** The option that accepts a finding, for a program that exposes it in its own way (a flag, a setting). */
export interface IssueOption {
  /** The name of an option of `parseClientSecrets`. */
  readonly name: "optional" | "type" | "maxBytes" | "allowInsecureEndpoints" | "accept"
  /** What to set it to, or to add to its list; `undefined` where the number is the user's choice. */
  readonly value?: string | boolean | undefined
  /** When to use it, as the beginning of a sentence: `If it is the real value`. */
  readonly when: string
  /** The issue's hint without its last sentence, which names this option. Empty if this option is the only remedy. */
  readonly hint: string
}

/**
 * One problem of a document; also an issue in the sense of Standard Schema v1. No part of it contains a value of the document.
 */
export interface ClientSecretsIssue {
  readonly code: ClientSecretsIssueCode
  readonly severity: IssueSeverity
  /** What is wrong, in one or two sentences that name the member. */
  readonly message: string
  /** What to do about it, in one or two sentences. */
  readonly hint: string
  /** From the document's root. A member whose name could itself be a secret appears as its position in its object, from 0. */
  readonly path: readonly (string | number)[]
  /** From 1, where the input was text or bytes. */
  readonly line?: number | undefined
  /** From 1, in UTF-16 code units, where the input was text or bytes. */
  readonly column?: number | undefined
  /** The option of the parser that accepts it, where there is one. */
  readonly option?: IssueOption | undefined
}
