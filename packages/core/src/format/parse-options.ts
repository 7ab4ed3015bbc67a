import { ownProperties } from "../platform.ts"
import type { ClientType, MandatoryMember } from "./client-secrets.ts"
import { mandatoryMembers } from "./client-secrets.ts"
import type { ClientEndpoints } from "./endpoints.ts"
import type { AcceptableCode, ClientSecretsIssue } from "./issue.ts"
import { acceptableCodes } from "./issue.ts"
import { clientTypes } from "./members.ts"

/** Options of `parseClientSecrets`; everything that parses takes them. */
export interface ParseClientSecretsOptions<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = MandatoryMember,
> {
  /** The client type that the program is for; it also chooses one where the file has both. @default either */
  readonly type?: Type | undefined
  /** Mandatory members that may be absent, such as `["client_secret"]` for a public client; the result's type follows. @default none */
  readonly optional?: readonly Optional[] | undefined
  /** The longest document that is read, in bytes of UTF-8. @default 65536 */
  readonly maxBytes?: number | undefined
  /** Accept endpoints that use plain http or are at a private address: for a test provider in your own network. @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
  /** Findings that become warnings instead of errors: for a real value that looks like a mistake. @default none */
  readonly accept?: readonly AcceptableCode[] | undefined
  /** The provider's endpoints, filled in where the file names neither: `googleEndpoints` for a file of Google's. @default none */
  readonly endpoints?: ClientEndpoints | undefined
  /** Called for each warning. What it throws arrives at the caller; a promise that it returns is not waited for. */
  readonly onWarning?: ((warning: ClientSecretsIssue) => void) | undefined
}

/** The options with their defaults. */
export interface ParseSettings {
  readonly type: ClientType | undefined
  readonly optional: readonly string[]
  readonly maxBytes: number
  readonly allowInsecureEndpoints: boolean
  readonly accept: readonly string[]
  readonly endpoints: ClientEndpoints | undefined
  readonly onWarning: ((warning: ClientSecretsIssue) => void) | undefined
}

const defaults: ParseSettings = Object.freeze({
  type: undefined,
  optional: [],
  maxBytes: 65_536,
  allowInsecureEndpoints: false,
  accept: [],
  endpoints: undefined,
  onWarning: undefined,
})

/** How each option is checked, and what a message says that it must be. */
const checks: {
  readonly [Name in keyof ParseSettings]: { readonly isValid: (value: unknown) => boolean; readonly wanted: string }
} = {
  type: { isValid: isOneOf(clientTypes), wanted: '"web" or "installed"' },
  optional: {
    isValid: isListOf(mandatoryMembers),
    wanted: `a list of ${mandatoryMembers.join(", ")}`,
  },
  maxBytes: { isValid: value => typeof value === "number" && value >= 0, wanted: "a number of bytes, 0 or more" },
  allowInsecureEndpoints: { isValid: value => typeof value === "boolean", wanted: "true or false" },
  accept: { isValid: isListOf(acceptableCodes), wanted: `a list of ${acceptableCodes.join(", ")}` },
  endpoints: { isValid: isEndpoints, wanted: "an object with authUri and tokenUri, two strings" },
  onWarning: { isValid: value => typeof value === "function", wanted: "a function" },
}

/**
 * Checks the options, own properties only: a polluted prototype must not relax a rule.
 *
 * @returns the error instead of throwing it, so that no frame holds the document when it is thrown
 */
export function resolveParseOptions(options: unknown): ParseSettings | TypeError {
  if (options === undefined) return defaults
  if (typeof options !== "object" || options === null)
    return new TypeError(`The second argument must be an object of options; received ${describeValue(options)}.`)
  const own = ownProperties(options) as Readonly<Record<string, unknown>>
  for (const [name, { isValid, wanted }] of Object.entries(checks)) {
    const value = own[name]
    if (value !== undefined && !isValid(value))
      return new TypeError(`The option ${name} must be ${wanted}; received ${describeValue(value)}.`)
  }
  const { type, optional, maxBytes, allowInsecureEndpoints, accept, endpoints, onWarning } =
    own as Partial<ParseSettings>
  return {
    type,
    optional: optional ?? defaults.optional,
    maxBytes: maxBytes ?? defaults.maxBytes,
    allowInsecureEndpoints: allowInsecureEndpoints ?? false,
    accept: accept ?? defaults.accept,
    endpoints: endpoints && ownProperties(endpoints),
    onWarning,
  }
}

/**
 * Checks the options of a function that passes them on.
 *
 * @returns their own properties
 * @throws {TypeError} for an option of the wrong type.
 */
export function checkOptions<Options extends ParseClientSecretsOptions>(options: Options): Options {
  const settings = resolveParseOptions(options)
  if (settings instanceof TypeError) throw settings
  return ownProperties(options)
}

function isEndpoints(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false
  const { authUri, tokenUri } = ownProperties(value) as Partial<ClientEndpoints>
  return typeof authUri === "string" && typeof tokenUri === "string"
}

function isOneOf(values: readonly string[]): (value: unknown) => boolean {
  return value => typeof value === "string" && values.includes(value)
}

function isListOf(values: readonly string[]): (value: unknown) => boolean {
  return value => Array.isArray(value) && value.every(isOneOf(values))
}

/** What was received, by its type only: an option could hold anything. */
export function describeValue(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "a list that holds something else"
  if (typeof value === "number") return Number.isNaN(value) ? "NaN" : "another number"
  if (typeof value === "string") return "a string"
  if (typeof value === "undefined") return "undefined"
  return typeof value === "object" ? "an object" : `a ${typeof value}`
}
