import { hasNoRedirectUris, wrapMembers } from "@client-secrets/recognize"
import { ClientSecretsError } from "../error.ts"
import type { AnyClientSecrets, ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import { listMembers } from "../format/members.ts"
import { type ParseOutcome, parseDocument, passWarnings } from "../format/parse.ts"
import type { ParseClientSecretsOptions } from "../format/parse-options.ts"
import { ownProperties } from "../platform.ts"
import { decodeCarriedContent, explainDocument, isCarried } from "./carried-content.ts"
import { sourceError } from "./classify-failure.ts"
import { withMemberNames } from "./member-names.ts"
import { describePlaces } from "./not-found.ts"
import type { FoundDocument } from "./read-source.ts"
import { askHint } from "./read-source.ts"

/** The result of a document: the client, or the error to throw. It contains no part of the document. */
export type LoadOutcome =
  | { readonly kind: "client"; readonly client: AnyClientSecrets; readonly parsed?: ParseOutcome }
  | { readonly kind: "failure"; readonly thrown: unknown; readonly parsed?: ParseOutcome }

/** Returns the client, or throws, also what `onWarning` throws: from a frame that does not hold the document. */
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
      : wrapMembers(members, listMembers, own.type ?? document.type, own.endpoints)
  const parsed = parseDocument(input, settings, {
    source: from,
    isCarried: members !== undefined || isCarried(found),
    findDamage: () => explainDocument(found)?.damage,
    hint: () => explain(found),
  })
  if (parsed.failure !== undefined) return { kind: "failure", thrown: withAttempts(parsed.failure, document), parsed }
  const client = parsed.client as AnyClientSecrets
  if (expected !== undefined && client.clientId !== undefined && client.clientId !== expected.clientId) {
    const text = `holds another client than ${expected.from}, which holds only a client id. Unset the one that is outdated.`
    return {
      kind: "failure",
      thrown: sourceError("client_mismatch", from, text, { attempts: found.attempts ?? [] }),
      parsed,
    }
  }
  if (!isWithoutRedirects || client.redirectUris !== undefined) return { kind: "client", client, parsed }
  return { kind: "client", client: Object.freeze({ ...client, redirectUris: Object.freeze([]) }), parsed }
}

/** What the source has to say of an invalid document, or what its way may have done; of a part of a client, where else was looked. */
function explain(document: FoundDocument): string {
  const { emptyLinks = [] } = document
  return [
    askHint(document) || explainDocument(document)?.remark,
    emptyLinks.length > 0 && `Also tried: ${describePlaces(emptyLinks)}.`,
  ]
    .filter(Boolean)
    .join(" ")
}

/** The error of an invalid document, with the links that were tried. */
function withAttempts(failure: Error, { attempts = [], partial, from }: FoundDocument): Error {
  if (!ClientSecretsError.is(failure)) return failure
  const { code, message, issues } = failure
  const own = { source: from, code }
  const all = partial ? attempts.map(attempt => (attempt.source === from ? own : attempt)) : [...attempts, own]
  return new ClientSecretsError(code, message, { issues, source: from, attempts: all })
}
