import { ClientSecretsError } from "../error.ts"
import { ignoreRejection } from "../ignore-rejection.ts"
import type { ClientSecrets, ClientSecretsFile, ClientType, MandatoryMember } from "./client-secrets.ts"
import type { Carriage } from "./examine-document.ts"
import { examineDocument } from "./examine-document.ts"
import type { ClientSecretsIssue } from "./issue.ts"
import type { ParseClientSecretsOptions } from "./parse-options.ts"
import { resolveParseOptions } from "./parse-options.ts"

/** What `safeParseClientSecrets` returns: the client or the error, and the warnings either way. */
export type SafeParseClientSecretsResult<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = never,
> =
  | {
      readonly success: true
      readonly data: ClientSecrets<Type, Optional>
      readonly warnings: readonly ClientSecretsIssue[]
    }
  | { readonly success: false; readonly error: ClientSecretsError; readonly warnings: readonly ClientSecretsIssue[] }

/**
 * Parses and validates a `client_secrets.json`, and returns a frozen, typed client whose secret does not print.
 *
 * It takes the file's text, its bytes (UTF-8, or UTF-16 with a byte order mark) or its parsed object. It reads no file and no
 * variable: `loadClientSecrets` with a source does. `safeParseClientSecrets` returns the problems instead of throwing them.
 *
 * @example
 * const secrets = parseClientSecrets(text, { type: "web" })
 * secrets.clientId // "837647042410-….apps.googleusercontent.com"
 * secrets.clientSecret.reveal() // the secret as a string
 *
 * @throws {ClientSecretsError} `invalid` with all `issues`, or `too_large`.
 * @throws {TypeError} for an option of the wrong type.
 * @see https://developers.google.com/api-client-library/python/guide/aaa_client_secrets
 */
export function parseClientSecrets<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(
  input: string | Uint8Array | ClientSecretsFile,
  options?: ParseClientSecretsOptions<Type, Optional>,
): ClientSecrets<Type, Optional> {
  const outcome = parseDocument(input, options)
  // When an error leaves, no frame of ours holds the document, also where it was passed as the options: error reporters record
  // the local variables of each frame.
  input = ""
  options = undefined
  passWarnings(outcome)
  if (outcome.failure !== undefined) throw outcome.failure
  return outcome.client as ClientSecrets<Type, Optional>
}

/**
 * The same as `parseClientSecrets`, but returns the error instead of throwing it.
 *
 * @example
 * const result = safeParseClientSecrets(text)
 * if (!result.success) for (const issue of result.error.issues) console.log(issue.line, issue.message, issue.hint)
 *
 * @throws {TypeError} for an option of the wrong type.
 */
export function safeParseClientSecrets<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(
  input: string | Uint8Array | ClientSecretsFile,
  options?: ParseClientSecretsOptions<Type, Optional>,
): SafeParseClientSecretsResult<Type, Optional> {
  const outcome = parseDocument(input, options)
  input = ""
  options = undefined
  passWarnings(outcome)
  const { client, failure, warnings } = outcome
  if (failure === undefined) return { success: true, data: client as ClientSecrets<Type, Optional>, warnings }
  if (!ClientSecretsError.is(failure)) throw failure
  return { success: false, error: failure, warnings }
}

/** Where a document came from, for the error's message; the strings are safe to print. */
export interface Origin extends Carriage {
  readonly source: string | undefined
  /** Asked only for an invalid document: what else may be wrong with it. */
  readonly hint: (() => string | undefined) | undefined
}

const unknownOrigin: Origin = { source: undefined, hint: undefined, isCarried: false, findDamage: undefined }

/** What came of a document: the client, or the error that is to be thrown. */
export interface ParseOutcome {
  readonly client: object | undefined
  /** A `ClientSecretsError`, or the `TypeError` of an option. */
  readonly failure: Error | undefined
  readonly warnings: readonly ClientSecretsIssue[]
  readonly onWarning: ((warning: ClientSecretsIssue) => void) | undefined
}

/**
 * `parseClientSecrets` for a document whose origin is known. It throws nothing: its caller drops the document first, then
 * passes the warnings on, then throws the failure.
 */
export function parseDocument(
  input: unknown,
  options: ParseClientSecretsOptions | undefined,
  origin: Origin = unknownOrigin,
): ParseOutcome {
  const settings = resolveParseOptions(options)
  if (settings instanceof TypeError) return { client: undefined, failure: settings, warnings: [], onWarning: undefined }
  const { onWarning } = settings
  const { client, issues } = examineDocument(input, settings, origin)
  if (issues.length === 0) return { client, failure: undefined, warnings: [], onWarning }
  const warnings = issues.filter(({ severity }) => severity === "warning")
  const errors = issues.filter(({ severity }) => severity === "error")
  if (errors.length === 0) return { client, failure: undefined, warnings, onWarning }
  return { client: undefined, failure: createParseError(errors, origin), warnings, onWarning }
}

/** Calls the listener for each warning; what it throws goes to the caller. A promise that it returns is not waited for. */
export function passWarnings({ warnings, onWarning }: ParseOutcome): void {
  if (onWarning !== undefined) for (const warning of warnings) ignoreRejection(onWarning(warning))
}

/** How many issues the message of an error shows; ten thousand bad redirect URIs would make one that no log takes. */
const shownIssues = 20

function createParseError(issues: readonly ClientSecretsIssue[], { source, hint }: Origin): ClientSecretsError {
  const code = issues[0]?.code === "too_large" ? "too_large" : "invalid"
  const shown = issues.slice(0, shownIssues)
  const count = issues.length > shownIssues ? ` The first ${shownIssues} of ${issues.length} problems:` : ""
  const lines = shown.flatMap(({ line, column, message, hint }) => [
    `- ${line === undefined ? "" : `${line}:${column} `}${message}`,
    `  ${hint}`,
  ])
  const cause = hint?.()
  const text = [`${source ?? "The client file"} is not valid.${count}`, ...lines, ...(cause ? [`- ${cause}`] : [])]
  return new ClientSecretsError(code, text.join("\n"), { issues, source })
}
