import { recognizeCredential } from "@client-secrets/recognize"
import type { Finding } from "./finding.ts"
import type { ClientSecretsMember } from "./members.ts"
import { isPlaceholder } from "./placeholders.ts"
import { type CommonTextFault, findCredentialFault, isRedacted } from "./text-rules.ts"
import { checkEndpoint, checkOrigin, checkRedirectUri, checkUrl, type EndpointContext } from "./uri-rules.ts"

/** A finding before its place is known. */
export type FindingInText = {
  [Code in Finding["code"]]: Omit<Extract<Finding, { code: Code }>, "path">
}[Finding["code"]]

/** The context that decides about a string. */
export interface TextContext {
  /** Whether the values came through variables or a store, which keep quotes. */
  readonly isCarried: boolean
  /** Asked only for an endpoint that is not an ordinary one. */
  endpointContext(): EndpointContext
}

/**
 * Finds what is wrong with a string by the rules of its member's kind. `findTextFault` has found nothing in it.
 *
 * @param isVisible what `isVisibleAscii` answered
 */
export function checkText(
  member: ClientSecretsMember,
  text: string,
  isVisible: boolean,
  context: TextContext,
): readonly FindingInText[] {
  if (isRedacted(text)) return [{ code: "redacted", isSecret: false }]
  if (isCredential(member)) return present(findCredentialFault(text, context.isCarried, isVisible))
  if (member.kind === "text") return isPlaceholder(text) ? [{ code: "placeholder", isUri: false }] : nothing
  if (isPlaceholder(text)) return [{ code: "placeholder", isUri: true }]
  if (member.kind === "redirect-uri") return checkRedirectUri(text)
  if (member.kind === "origin") return present(checkOrigin(text))
  if (member.kind === "endpoint") return checkEndpoint(withoutTenant(member, text), context.endpointContext())
  return present(checkUrl(text))
}

/** Says what is wrong with a string in which `findTextFault` has found something. */
export function describeTextFault(
  member: ClientSecretsMember,
  text: string,
  fault: CommonTextFault,
  isItem: boolean,
  { isCarried }: TextContext,
): FindingInText {
  if (fault.code === "empty") return { code: "empty", isList: false, isItem }
  if (!isCredential(member)) return fault
  // A whole file, or folded base64, in place of an id or secret: its line breaks are the least that is wrong with it.
  const mistaken = isCarried ? recognizeCredential(text) : undefined
  if (mistaken !== undefined) return { code: "encoded_value", ...mistaken }
  // RFC 6749 does not allow it there. Half of a surrogate pair cannot be sent at all.
  const isInvisible = fault.code === "control_character" && !/\p{Cs}/u.test(text)
  return isInvisible ? { code: "foreign_character", isInvisible } : fault
}

/** Whether a member is one that the client authenticates with, for which RFC 6749 appendix A counts. */
function isCredential({ name, kind }: ClientSecretsMember): boolean {
  return kind === "secret" || name === "client_id"
}

/** Microsoft's issuer for several tenants has `{tenantid}` in it, as its discovery document says: that is not a template. */
function withoutTenant({ name }: ClientSecretsMember, text: string): string {
  return name === "issuer" ? text.replace("{tenantid}", "tenantid") : text
}

const nothing: readonly never[] = []

function present<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? nothing : [item]
}
