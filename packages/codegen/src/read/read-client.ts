import type {
  AcceptableCode,
  ClientSecretsFile,
  ClientSecretsIssue,
  ClientType,
  MandatoryMember,
  PublicClient,
  Secret,
} from "@client-secrets/core"
import { acceptableCodes, mandatoryMembers, safeParseClientSecrets } from "@client-secrets/core"
import type { Diagnostic } from "../diagnostic.ts"
import { publicEntries } from "../model/public-members.ts"
import { createSecretFinder, type SecretFinder, shortestSearched } from "../secret-search/find-secret.ts"
import { ownOptions } from "./own-options.ts"
import { checkShapes } from "./secret-shape.ts"

/** How an input is read; `parseClientSecrets` describes each option. */
export interface ReadClientOptions {
  /** @default either */
  readonly type?: ClientType | undefined
  /** Mandatory members that may be absent. `client_secret` always may: generated code does not contain it. @default none */
  readonly optional?: readonly Exclude<MandatoryMember, "client_id">[] | undefined
  /** @default 65536 */
  readonly maxBytes?: number | undefined
  /** @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
  /** Codes of errors that guess what a value is, and that are only warnings then. @default none */
  readonly accept?: readonly AcceptableCode[] | undefined
  /** The file's name in diagnostics, such as its path. @default "the client file" */
  readonly label?: string | undefined
}

/** A client file or a public one: its string, its bytes or its parsed object. */
export type ReadableContent = string | Uint8Array | ClientSecretsFile

/** An input, divided. */
export interface ReadClientResult {
  /** Undefined where there is an error. */
  readonly client: PublicClient | undefined
  /** Undefined in a public file. */
  readonly secret: Secret | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** A divided input, with the prepared search for its secret: preparing one takes longer than searching a few modules. */
export interface SearchableClient extends ReadClientResult {
  /** Undefined if there is no secret, or none that can be searched for. */
  readonly find: SecretFinder | undefined
}

const optionalMembers: readonly unknown[] = mandatoryMembers.filter(name => name !== "client_id")

function isAcceptable(code: unknown): boolean {
  return (acceptableCodes as readonly unknown[]).includes(code)
}

/** @throws {TypeError} for an option that is not of its type; its message does not repeat the value. */
function checkReadOptions(options: ReadClientOptions): void {
  const { type, optional, maxBytes, allowInsecureEndpoints, accept, label } = options
  if (type !== undefined && type !== "web" && type !== "installed") {
    throw new TypeError('type must be "web" or "installed".')
  }
  if (optional !== undefined && !(Array.isArray(optional) && optional.every(one => optionalMembers.includes(one)))) {
    throw new TypeError(`optional must be a list of ${optionalMembers.join(", ")}.`)
  }
  if (maxBytes !== undefined && !(typeof maxBytes === "number" && maxBytes > 0)) {
    throw new TypeError("maxBytes must be a positive number of bytes.")
  }
  if (allowInsecureEndpoints !== undefined && typeof allowInsecureEndpoints !== "boolean") {
    throw new TypeError("allowInsecureEndpoints must be true or false.")
  }
  if (accept !== undefined && !(Array.isArray(accept) && accept.every(isAcceptable))) {
    throw new TypeError(`accept must be a list of ${acceptableCodes.join(", ")}.`)
  }
  if (typeof label !== "string") throw new TypeError("label must be a string.")
}

/**
 * Reads a client file or a public one, and divides it: only members in the list `publicMembers` are public.
 *
 * ```ts
 * const { client, secret, diagnostics } = readClient(text)
 * console.log(client?.clientId, String(secret)) // "1234-abc.apps.googleusercontent.com" "[redacted]"
 * ```
 *
 * @throws {TypeError} for options that are not of their type. Problems of the file are diagnostics.
 */
export function readClient(content: ReadableContent, options: ReadClientOptions = {}): ReadClientResult {
  const { client, secret, diagnostics } = readSearchableClient(content, options)
  return { client, secret, diagnostics }
}

/** Does what `readClient` does, and keeps the search. */
export function readSearchableClient(content: ReadableContent, options: ReadClientOptions): SearchableClient {
  const {
    type,
    optional = [],
    maxBytes,
    allowInsecureEndpoints,
    accept,
    label = "the client file",
  } = ownOptions(options)
  checkReadOptions({ type, optional, maxBytes, allowInsecureEndpoints, accept, label })
  const result = safeParseClientSecrets(content, {
    type,
    maxBytes,
    allowInsecureEndpoints,
    accept,
    optional: [...optional, "client_secret"],
  })
  const warnings = result.warnings.map(issue => diagnosticOf(issue, label))
  if (!result.success) {
    const errors = result.error.issues.map(issue => diagnosticOf(issue, label))
    return { client: undefined, secret: undefined, find: undefined, diagnostics: [...errors, ...warnings] }
  }
  const { data: value } = result
  const publicPart = publicEntries(value as Partial<PublicClient>).map(({ property, value }) => [property, value])
  const client = Object.freeze({ type: value.type, ...Object.fromEntries(publicPart) }) as PublicClient
  const secret = Object.hasOwn(value, "clientSecret") ? value.clientSecret : undefined
  const { names } = value.extra
  if (names.length > 0) warnings.push(leftOut(label, value.type, names))
  const isSearched = secret !== undefined && secret.reveal().length >= shortestSearched
  const find = isSearched ? createSecretFinder([secret.reveal()]) : undefined
  if (secret !== undefined && find === undefined) warnings.push(shortSecret(label))
  const errors = [...checkShapes(client, secret), ...checkExposure(client, find)]
  return { client, secret, find, diagnostics: [...errors.map(error => ({ ...error, input: label })), ...warnings] }
}

/** Finds public members that contain the secret in any spelling. */
function checkExposure(client: PublicClient, find: SecretFinder | undefined): readonly Diagnostic[] {
  if (find === undefined) return []
  return publicEntries(client).flatMap(({ name, value }): readonly Diagnostic[] => {
    const [match] = find(typeof value === "string" ? value : value.join("\n"))
    if (match === undefined) return []
    return [
      {
        severity: "error",
        code: "exposed_secret",
        message: `${name} holds the client secret (${match.encoding}), and that member is public.`,
        hint: "Remove it there, and create a new secret: treat this one as leaked.",
        path: [client.type, name],
      },
    ]
  })
}

function diagnosticOf(issue: ClientSecretsIssue, input: string): Diagnostic {
  return { ...issue, input }
}

function leftOut(input: string, type: ClientType, names: readonly string[]): Diagnostic {
  // A name may itself be a secret: only the plainest shape is printed.
  const printable = names.filter(name => /^[a-z_]{1,24}$/.test(name)).slice(0, 10)
  const others = names.length - printable.length
  const listed = [...printable, ...(others > 0 ? [`${others} more`] : [])].join(", ")
  return {
    severity: "warning",
    code: "left_out",
    message: `Members that the format does not know are left out: ${listed}.`,
    hint: "They may be secret; read them from the file itself at run time, through extra.get().",
    input,
    path: [type],
  }
}

function shortSecret(input: string): Diagnostic {
  return {
    severity: "warning",
    code: "short_secret",
    message: `The secret of ${input} is too short to be searched for in the outputs.`,
    hint: "The public members were compared with it all the same. A real secret has more than 8 characters.",
    input,
  }
}
