import type { AnyClientSecrets, ClientType } from "./client-secrets.ts"
import type { ClientEndpoints } from "./endpoints.ts"
import type { Finding } from "./finding.ts"
import { isObject, type Members, nameType } from "./json-value.ts"
import { clientTypes } from "./members.ts"
import { recognizeValue } from "./recognize-file.ts"
import { TextSize } from "./text-size.ts"
import { ClientValidation } from "./validate-client.ts"

/** The context that decides about a document. */
export interface ValidateOptions {
  readonly type: ClientType | undefined
  readonly optional: readonly string[]
  readonly allowInsecureEndpoints: boolean
  readonly endpoints: ClientEndpoints | undefined
}

/** The client, and every error and warning of the document. */
export interface Validation {
  /** Undefined if no client can be made, which is not the same as an error. */
  readonly client: AnyClientSecrets | undefined
  readonly findings: readonly Finding[]
  /** What the document needs as text; undefined if it was not measured, or has endpoints that were filled in. */
  readonly size: TextSize | undefined
}

/**
 * Checks a parsed document against every rule of the format: all problems, instead of stopping at the first one.
 *
 * @param root what `JSON.parse` returned, or a copy of an object; it is kept, and its unknown members are frozen
 * @param isCarried whether the values came through variables or a store, which keep quotes
 */
export function validate(root: unknown, options: ValidateOptions, isCarried: boolean): Validation {
  const type = chooseType(root, options)
  if (typeof type !== "string") return { client: undefined, findings: [type], size: undefined }
  const findings = findUnknownTopLevel(root as Members)
  const holder = (root as Members)[type]
  if (!isObject(holder)) {
    findings.push({ code: "wrong_type", path: [type], wanted: "an object", received: nameType(holder) })
    return { client: undefined, findings, size: undefined }
  }
  const size = new TextSize()
  const client = new ClientValidation(type, holder, options, isCarried, findings)
  client.checkMembers(size)
  client.checkAgreement()
  // The client is the only member of the document: whatever else it has is a finding.
  size.addBraces(1)
  size.addName(type)
  // Endpoints that were filled in are not in the text, and could be as long as a duplicate that is.
  return { client: client.finish(), findings, size: client.isAsWritten ? size : undefined }
}

/** The client type that counts, or why no type does. */
function chooseType(root: unknown, { type: wanted }: ValidateOptions): ClientType | Finding {
  const types = isObject(root) ? typesIn(root) : []
  const [first, second] = types
  if (first === undefined) return recognizeValue(root)
  if (wanted === undefined) return second === undefined ? first : { code: "two_client_types", path: [] }
  return types.includes(wanted) ? wanted : { code: "other_client_type", path: [first], wanted, found: first }
}

function typesIn(root: Members): readonly ClientType[] {
  const types: ClientType[] = []
  for (const type of clientTypes) if (Object.hasOwn(root, type) && root[type] !== undefined) types.push(type)
  return types
}

function findUnknownTopLevel(root: Members): Finding[] {
  const findings: Finding[] = []
  for (const name of Object.keys(root))
    if (!(clientTypes as readonly string[]).includes(name)) findings.push({ code: "unknown_member", path: [name] })
  return findings
}
