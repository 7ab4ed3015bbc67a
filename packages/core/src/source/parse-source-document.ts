import type {
  AnyClientSecrets,
  ClientSecrets,
  ClientSecretsFile,
  ClientType,
  MandatoryMember,
} from "../format/client-secrets.ts"
import { parseDocument, passWarnings } from "../format/parse.ts"
import type { ParseClientSecretsOptions } from "../format/parse-options.ts"
import { ownProperties } from "../platform.ts"
import { sourceError } from "./classify-failure.ts"
import { withMemberNames } from "./member-names.ts"
import type { FoundDocument } from "./read-source.ts"
import { askHint } from "./read-source.ts"

/** What came of a document: the client, or what is to be thrown. It holds no part of the document. */
export type LoadOutcome =
  | { readonly kind: "client"; readonly client: AnyClientSecrets }
  | { readonly kind: "failure"; readonly thrown: unknown }

/** The client, or the throw: by a frame that does not hold the document. */
export function clientOf<Type extends ClientType, Optional extends MandatoryMember>(
  outcome: LoadOutcome,
): ClientSecrets<Type, Optional> {
  if (outcome.kind === "failure") throw outcome.thrown
  return outcome.client as ClientSecrets<Type, Optional>
}

/** Parses what a source returned, and says in the error where it came from and what that place may have done to it. */
export function parseSourceDocument(document: FoundDocument, options: ParseClientSecretsOptions): LoadOutcome {
  const { from, expected } = document
  const members = document.members && withMemberNames(document.members)
  const isWithoutRedirects = members !== undefined && hasNoRedirectUris(members)
  const own = ownProperties(options)
  const settings = isWithoutRedirects ? { ...own, optional: [...(own.optional ?? []), "redirect_uris" as const] } : own
  const input = members === undefined ? document.content : wrapMembers(members, own.type ?? document.type ?? "web")
  const origin = {
    source: from,
    hint: () => askHint(document),
    isCarried: members !== undefined || document.carried === true,
  }
  const outcome = parseDocument(input, settings, origin)
  try {
    passWarnings(outcome)
  } catch (thrown) {
    return { kind: "failure", thrown }
  }
  if (outcome.failure !== undefined) return { kind: "failure", thrown: outcome.failure }
  let client = outcome.client as AnyClientSecrets
  if (expected !== undefined && client.clientId !== undefined && client.clientId !== expected.clientId) {
    const text = `holds another client than ${expected.from}, which holds only a client id. Unset the one that is outdated.`
    return { kind: "failure", thrown: sourceError("client_mismatch", from, text) }
  }
  if (isWithoutRedirects && client.redirectUris === undefined) {
    client = Object.freeze({ ...client, redirectUris: Object.freeze([]) })
  }
  return { kind: "client", client }
}

/**
 * Whether the members say themselves that there are no redirect URIs: a pair of id and secret is a client, whose flow needs
 * the option `redirectUri`.
 */
function hasNoRedirectUris(members: Readonly<Record<string, unknown>>): boolean {
  const uris = ownProperties(members)["redirect_uris"]
  return Array.isArray(uris) && uris.length === 0
}

/** Google's endpoints, as its console writes them into a client file. */
export const googleEndpoints: { readonly authUri: string; readonly tokenUri: string } = Object.freeze({
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
})

/**
 * Makes a client file of single members, as variables and consoles hold them.
 *
 * Lists may be one string, and Google's endpoints are filled in where there is none at all. With one of the two, the other
 * is missing: otherwise the code would go to one provider and the secret to another.
 */
function wrapMembers(members: Readonly<Record<string, unknown>>, type: ClientType): ClientSecretsFile {
  const client: Record<string, unknown> = ownProperties(members)
  for (const name of ["redirect_uris", "javascript_origins"]) {
    if (typeof client[name] === "string") client[name] = listOf(client[name])
  }
  if ((client["auth_uri"] ?? client["token_uri"]) === undefined) {
    client["auth_uri"] = googleEndpoints.authUri
    client["token_uri"] = googleEndpoints.tokenUri
  }
  return { [type]: client }
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
