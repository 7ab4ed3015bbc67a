import type {
  ClientSecretsFile,
  ClientSecretsIssue,
  ClientType,
  MandatoryMember,
  PublicClient,
} from "@client-secrets/core"
import { safeParseClientSecrets } from "@client-secrets/core"
import type { Diagnostic } from "./diagnostic.ts"
import { publicEntries } from "./public-members.ts"
import { checkShapes } from "./secret-shape.ts"

/** How an input is read; `parseClientSecrets` says more of each. */
export interface ReadClientOptions {
  /** @default either */
  readonly type?: ClientType | undefined
  /** Mandatory members that may be absent. `client_secret` always may: generated code does not hold it. @default none */
  readonly optional?: readonly Exclude<MandatoryMember, "client_id">[] | undefined
  /** @default 65536 */
  readonly maxBytes?: number | undefined
  /** @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** An input, divided. */
export interface ReadClientResult {
  /** Undefined where there is an error. */
  readonly client: PublicClient | undefined
  /** Undefined in a public file. */
  readonly secret: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

const optionalMembers: readonly unknown[] = ["client_secret", "redirect_uris", "auth_uri", "token_uri"]

/** @throws {TypeError} for an option that is not of its type; its message does not repeat the value. */
export function checkReadOptions({ type, optional, maxBytes, allowInsecureEndpoints }: ReadClientOptions): void {
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
}

/** Reads a client file, or a public one, and tells what is public of it from what is secret: by a list of what is public. */
export function readClient(
  label: string,
  content: string | Uint8Array | ClientSecretsFile,
  options: ReadClientOptions,
): ReadClientResult {
  const { type, optional = [], maxBytes, allowInsecureEndpoints } = options
  const result = safeParseClientSecrets(content, {
    type,
    maxBytes,
    allowInsecureEndpoints,
    optional: [...optional, "client_secret"],
  })
  const warnings = result.warnings.map(issue => diagnosticOf("warning", issue, label))
  if (!result.ok) {
    const errors = result.error.issues.map(issue => diagnosticOf("error", issue, label))
    return { client: undefined, secret: undefined, diagnostics: [...errors, ...warnings] }
  }
  const { value } = result
  const publicPart = publicEntries(value as Partial<PublicClient>).map(({ property, value }) => [property, value])
  const client = Object.freeze({ type: value.type, ...Object.fromEntries(publicPart) }) as PublicClient
  const secret = Object.hasOwn(value, "clientSecret") ? value.clientSecret?.reveal() : undefined
  const shapes = checkShapes(client, secret).map(diagnostic => ({ ...diagnostic, input: label }))
  const { names } = value.extra
  if (names.length > 0) warnings.push(leftOut(label, value.type, names))
  if (secret !== undefined && secret.length < 8) warnings.push(shortSecret(label))
  return { client, secret, diagnostics: [...shapes, ...warnings] }
}

function diagnosticOf(severity: "error" | "warning", issue: ClientSecretsIssue, input: string): Diagnostic {
  const { code, message, hint, path, line, column } = issue
  const position = line === undefined || column === undefined ? {} : { line, column }
  return { severity, code, message, hint, input, path, ...position }
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
