import { ClientSecretsError } from "../error.ts"
import { ownProperties, platform } from "../platform.ts"
import type {
  AnyClientSecrets,
  ClientSecrets,
  ClientSecretsFile,
  ClientType,
  MandatoryMember,
} from "./client-secrets.ts"
import { decode } from "./decode.ts"
import type { ClientSecretsIssue, ClientSecretsIssueCode } from "./issue.ts"
import { hintFor, isWarning } from "./issue-catalog.ts"
import { clientTypes, mandatoryMembers } from "./members.ts"
import { parseOrdinary } from "./parse-ordinary.ts"
import { findOtherKind } from "./recognize-file.ts"
import type { Place, Scan } from "./scan.ts"
import { lessDepth, scan } from "./scan.ts"
import { validate } from "./validate.ts"

/** Options of `parseClientSecrets`, which everything that parses takes. */
export interface ParseClientSecretsOptions<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = MandatoryMember,
> {
  /** The client type that the program is for; also picks one where the file has both. @default either */
  readonly type?: Type | undefined
  /** Mandatory members that may be absent, for public clients and the like; the result's type follows. @default none */
  readonly optional?: readonly Optional[] | undefined
  /** The longest document that is read, in bytes of UTF-8. @default 65536 */
  readonly maxBytes?: number | undefined
  /** Accept endpoints that are plain http, or at a private address. For tests of providers in a network of one's own. @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
  /** Called for each oddity that is no error. */
  readonly onWarning?: ((warning: ClientSecretsIssue) => void) | undefined
}

/** What `safeParseClientSecrets` gives: the client or the error, and either way the warnings. */
export type SafeParseClientSecretsResult<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = never,
> =
  | {
      readonly ok: true
      readonly value: ClientSecrets<Type, Optional>
      readonly warnings: readonly ClientSecretsIssue[]
    }
  | { readonly ok: false; readonly error: ClientSecretsError; readonly warnings: readonly ClientSecretsIssue[] }

/** Where a document came from, for the error's message; both texts are safe to print. */
export interface Origin {
  readonly source?: string | undefined
  readonly hint?: (() => string | undefined) | undefined
}

/**
 * Parses and validates a `client_secrets.json`, and gives a frozen, typed client whose secret does not print.
 *
 * Takes the file's text, its bytes (UTF-8, or UTF-16 with BOM) or its parsed object. It reads no file and no variable:
 * `loadClientSecrets` with a source does. To have the problems as a value, use `safeParseClientSecrets`.
 *
 * @throws {ClientSecretsError} `invalid` with all `issues`, or `too_large`.
 * @throws {TypeError} for options that are not of their kind.
 * @see https://developers.google.com/api-client-library/python/guide/aaa_client_secrets
 */
export function parseClientSecrets<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(
  input: string | Uint8Array | ClientSecretsFile,
  options?: ParseClientSecretsOptions<Type, Optional>,
): ClientSecrets<Type, Optional> {
  return parseDocument(input, options)
}

/**
 * Does as `parseClientSecrets` does, and gives the error as a value instead of throwing it.
 *
 * @throws {TypeError} for options that are not of their kind.
 */
export function safeParseClientSecrets<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(
  input: string | Uint8Array | ClientSecretsFile,
  options?: ParseClientSecretsOptions<Type, Optional>,
): SafeParseClientSecretsResult<Type, Optional> {
  const warnings: ClientSecretsIssue[] = []
  const { onWarning }: ParseClientSecretsOptions = ownProperties(options ?? {})
  try {
    const value = parseDocument<Type, Optional>(input, {
      ...options,
      onWarning(warning) {
        warnings.push(warning)
        onWarning?.(warning)
      },
    })
    return { ok: true, value, warnings }
  } catch (error) {
    if (error instanceof ClientSecretsError) return { ok: false, error, warnings }
    throw error
  }
}

/** `parseClientSecrets` for a document whose origin is known. */
export function parseDocument<Type extends ClientType, Optional extends MandatoryMember>(
  input: unknown,
  options: ParseClientSecretsOptions<Type, Optional> | undefined,
  origin: Origin = {},
): ClientSecrets<Type, Optional> {
  const checked = options ? checkOptions(options) : defaults
  // An ordinary text is ASCII: its characters are its bytes. Raising the cap raises it for the exact path alone: an engine
  // throws when an expression has megabytes to remember.
  const ordinary =
    typeof input === "string" &&
    input.length <= Math.min(checked.maxBytes ?? defaultMaxBytes, defaultMaxBytes) &&
    parseOrdinary(input, checked)
  if (ordinary) return ordinary as ClientSecrets<Type, Optional>
  return parseExactly(input, checked, origin) as ClientSecrets<Type, Optional>
}

const defaultMaxBytes = 65_536
const defaults: ParseClientSecretsOptions = Object.create(null)

// Own properties alone: a polluted prototype must not relax a rule.
export function checkOptions<Options extends ParseClientSecretsOptions>(options: Options): Options {
  const own = ownProperties(options)
  const { type = "web", optional = [], maxBytes = 0 } = own
  const isListed = Array.isArray(optional) && optional.every(name => mandatoryMembers.includes(name))
  if (isListed && clientTypes.includes(type) && maxBytes >= 0) return own
  throw new TypeError("Invalid type, optional or maxBytes.")
}

/** The path for everything that is not ordinary: all problems, each with its place. */
function parseExactly(input: unknown, options: ParseClientSecretsOptions, { source, hint }: Origin): AnyClientSecrets {
  const maxBytes = options.maxBytes ?? defaultMaxBytes
  const warnings: ClientSecretsIssue[] = []
  const issues: ClientSecretsIssue[] = []
  let places: Scan["places"] | undefined
  let value: AnyClientSecrets | undefined
  try {
    value = read()
  } catch {
    // A getter or a proxy threw: what it threw may hold anything.
    report("unreadable")
  }
  for (const warning of warnings) options.onWarning?.(warning)
  if (value && !issues[0]) return value

  const code = issues[0]!.code === "too_large" ? "too_large" : "invalid"
  let text = `${source ?? "Client secrets"}: ${code}`
  // Twenty at most: ten thousand bad redirect URIs would make a message that no log takes.
  if (issues.length > 20) text += ` (20 of ${issues.length})`
  for (const { message, line, column, hint } of issues.slice(0, 20))
    text += `\n- ${line ? `${line}:${column} ` : ""}${message}\n  ${hint}`
  const cause = hint?.()
  if (cause) text += `\n- ${cause}`
  throw new ClientSecretsError(code, text, { issues, source })

  function report(
    code: ClientSecretsIssueCode,
    path: readonly (string | number)[] = [],
    detail = "",
    at?: Place,
  ): undefined {
    // What is missing has no place of its own: the object that lacks it has.
    const place = at ?? places?.get(`${path}`) ?? places?.get(`${path[0]}`)
    const message = `${path.join(".") || "document"}: ${code.replaceAll("_", " ")}${detail && `, ${detail}`}`
    const issue = { code, message, path, ...place, hint: hintFor(code, path[1]) }
    ;(isWarning(code) ? warnings : issues).push(issue)
  }

  function read(): AnyClientSecrets | undefined {
    const isText = typeof input === "string"
    const bytes = isText ? new platform.TextEncoder().encode(input) : input
    if (!ArrayBuffer.isView(bytes)) {
      return Object(input) === input ? validate(input, options, report) : report("no_input")
    }
    if (bytes.byteLength > maxBytes) return report("too_large", [], `${maxBytes} bytes at most`)
    const text = isText ? input.replace(/^\ufeff/, "") : decode(bytes as Uint8Array)
    if (text === undefined) return report("encoding")
    if (!text.trim()) return report("no_input")
    const { fault, duplicates, places: found } = scan(text)
    if (fault) {
      const [at, wanted] = fault
      const kind = findOtherKind(text)
      if (kind) return report("wrong_kind", [], kind)
      return report(wanted === lessDepth ? "too_deep" : "not_json", [], `expected ${wanted}`, at)
    }
    places = found
    const client = validate(JSON.parse(text), options, report)
    for (const [path, place] of duplicates) report("duplicate_member", path, "", place)
    return client
  }
}
