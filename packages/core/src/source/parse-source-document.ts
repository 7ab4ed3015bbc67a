import type {
  AnyClientSecrets,
  ClientSecrets,
  ClientSecretsFile,
  ClientType,
  MandatoryMember,
} from "../format/client-secrets.ts"
import { type ClientEndpoints, googleEndpoints, withEndpoints } from "../format/endpoints.ts"
import { type ParseOutcome, parseDocument, passWarnings } from "../format/parse.ts"
import type { ParseClientSecretsOptions } from "../format/parse-options.ts"
import { ownProperties } from "../platform.ts"
import { decodeCarriedContent } from "./carried-content.ts"
import { sourceError } from "./classify-failure.ts"
import { withMemberNames } from "./member-names.ts"
import type { FoundDocument } from "./read-source.ts"
import { askHint } from "./read-source.ts"

/** What came of a document: the client, or what is to be thrown. It holds no part of the document. */
export type LoadOutcome =
  | { readonly kind: "client"; readonly client: AnyClientSecrets; readonly parsed?: ParseOutcome }
  | { readonly kind: "failure"; readonly thrown: unknown; readonly parsed?: ParseOutcome }

/** The client, or the throw, also of what `onWarning` throws: by a frame that does not hold the document. */
export function clientOf<Type extends ClientType, Optional extends MandatoryMember>(
  outcome: LoadOutcome,
): ClientSecrets<Type, Optional> {
  if (outcome.parsed) passWarnings(outcome.parsed)
  if (outcome.kind === "failure") throw outcome.thrown
  return outcome.client as ClientSecrets<Type, Optional>
}

/** Parses what a source returned, and says in the error where it came from and what that place may have done to it. */
export function parseSourceDocument(found: FoundDocument, options: ParseClientSecretsOptions): LoadOutcome {
  const document = decodeCarriedContent(found)
  const { from, expected } = document
  const members = document.members && withMemberNames(document.members)
  const own = ownProperties(options)
  const isWithoutRedirects = members !== undefined && hasNoRedirectUris(members)
  const settings = isWithoutRedirects ? { ...own, optional: [...(own.optional ?? []), "redirect_uris" as const] } : own
  const input =
    members === undefined
      ? document.content
      : wrapMembers(members, own.type ?? document.type ?? "web", own.endpoints ?? googleEndpoints)
  const isCarried = members !== undefined || document.carried === true
  const parsed = parseDocument(input, settings, { source: from, hint: () => askHint(document), isCarried })
  if (parsed.failure !== undefined) return { kind: "failure", thrown: parsed.failure, parsed }
  const client = parsed.client as AnyClientSecrets
  if (expected !== undefined && client.clientId !== undefined && client.clientId !== expected.clientId) {
    const text = `holds another client than ${expected.from}, which holds only a client id. Unset the one that is outdated.`
    return { kind: "failure", thrown: sourceError("client_mismatch", from, text), parsed }
  }
  if (!isWithoutRedirects || client.redirectUris !== undefined) return { kind: "client", client, parsed }
  return { kind: "client", client: Object.freeze({ ...client, redirectUris: Object.freeze([]) }), parsed }
}

/**
 * Whether the members say themselves that there are no redirect URIs: a pair of id and secret is a client, whose flow needs
 * the option `redirectUri`.
 */
function hasNoRedirectUris(members: Readonly<Record<string, unknown>>): boolean {
  const uris = ownProperties(members)["redirect_uris"]
  return Array.isArray(uris) && uris.length === 0
}

/**
 * Makes a client file of single members, as variables and consoles hold them.
 *
 * Lists may be one string, and Google's endpoints are filled in if none exists at all. With one of the two, the other
 * is missing: otherwise the code would go to one provider and the secret to another.
 */
function wrapMembers(
  members: Readonly<Record<string, unknown>>,
  type: ClientType,
  endpoints: ClientEndpoints,
): ClientSecretsFile {
  const client: Record<string, unknown> = ownProperties(members)
  for (const name of ["redirect_uris", "javascript_origins"]) {
    if (typeof client[name] === "string") client[name] = listOf(client[name])
  }
  return { [type]: withEndpoints(client, endpoints) }
}

/** A list written as one string: JSON, or separated by commas or white space. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message may hold the text; the parser finds what is not a URI.
    return text.split(/[\s,]+/).filter(Boolean)
  }
}
