import type { ClientType, WebClientSecrets } from "../format/client-secrets.ts"
import { mandatoryMembers } from "../format/client-secrets.ts"
import { decode } from "../format/decode.ts"
import { toClientSecretsJson } from "../format/to-json.ts"
import { kindOfValue } from "../kind-of-value.ts"
import { ownProperties } from "../platform.ts"
import type { Secret } from "../secret/secret.ts"
import { createSecret } from "../secret/secret.ts"
import { decodeCarriedContent, holdsEncodedDocument } from "./carried-content.ts"
import { sourceError } from "./classify-failure.ts"
import { parseSourceDocument } from "./parse-source-document.ts"
import type { FoundDocument } from "./read-source.ts"
import { describeMistake, isSync, readSource, readSourceSync, standFor } from "./read-source.ts"
import type { ReadContext, Source, SourceDocument, SyncSource } from "./source.ts"

/** A client without its secret, as code may contain it: what `google.public.ts` of the generator exports as `google`. */
export interface PublicClient extends Partial<Omit<WebClientSecrets, "type" | "clientId" | "clientSecret" | "extra">> {
  readonly type: ClientType
  readonly clientId: string
}

/**
 * Creates one source from the public part of a client, which is in the code, and its secret, which is in a source.
 *
 * That source returns the bare secret (one trailing line break is removed), key/value pairs with `client_secret`, or a whole
 * file of the same client, of which only the secret is used. Content that begins with `{` counts as a file.
 *
 * Reading it throws `ClientSecretsError`: `client_mismatch` where the secret is of another client, `invalid` for a file that
 * is not valid, and whatever the failure of the other source means.
 *
 * @example
 * ```ts
 * const source = secretSource(google, envSource({ name: "GOOGLE_CLIENT_SECRET" }))
 * const { clientSecret } = await loadClientSecrets(source)
 * ```
 * @returns a synchronous source if that one is.
 * @throws {TypeError} for something that is not a source, or a public part without its type and client id.
 */
export function secretSource(publicClient: PublicClient, source: SyncSource): SyncSource
export function secretSource(publicClient: PublicClient, source: Source): Source
export function secretSource(publicClient: PublicClient, source: Source): Source {
  const mistake = describePublicMistake(publicClient) ?? describeMistake(source)
  if (mistake === undefined) return joinedSource(ownProperties(publicClient), source)
  // It may be the document: see describeMistake().
  publicClient = source = undefined as never
  throw new TypeError(mistake)
}

function joinedSource(client: PublicClient, source: Source): Source {
  const joined: Source = {
    name: source.name,
    // In one expression: when an error is thrown, no variable of this frame holds the secret.
    read: async context => documentOf(join(await readSource(source, wantingSecret(context)), client)),
  }
  standFor(joined, source)
  if (!isSync(source)) return joined
  return Object.assign(joined, {
    readSync: () => documentOf(join(readSourceSync(source, { wants: "secret" }), client)),
  })
}

/** What the message of a TypeError says for anything but the public part of a client. */
function describePublicMistake(publicClient: PublicClient): string | undefined {
  const kind = kindOfValue(publicClient)
  if (kind !== "an object")
    return `The first argument must be the public part of a client, an object; received ${kind}.`
  const { type, clientId } = ownProperties(publicClient)
  if (type !== "web" && type !== "installed")
    return `The public part of a client needs type: "web" or "installed"; received ${kindOfValue(type)}.`
  if (typeof clientId !== "string")
    return `The public part of a client needs a clientId, a string; received ${kindOfValue(clientId)}.`
  return undefined
}

function wantingSecret(context: ReadContext | undefined): ReadContext {
  return { ...ownProperties(context ?? {}), wants: "secret" }
}

type Joined = { readonly document: SourceDocument | undefined } | { readonly thrown: unknown }

function documentOf(joined: Joined): SourceDocument | undefined {
  if (Object.hasOwn(joined, "thrown")) throw (joined as { readonly thrown: unknown }).thrown
  return (joined as { readonly document: SourceDocument | undefined }).document
}

/** The whole client as a document. It throws nothing, so that no frame holds the secret when an error is thrown. */
function join(found: FoundDocument | undefined, client: PublicClient): Joined {
  if (found === undefined) return { document: undefined }
  const { version, hint, from } = found
  if ((found.content ?? found.members) === undefined) return { document: { unchanged: true, version, from } }
  const secret = secretOf(found, client)
  if (Object.hasOwn(secret, "thrown")) return secret as { readonly thrown: unknown }
  const whole = ownProperties({
    ...client,
    clientSecret: (secret as { readonly secret: Secret }).secret,
    extra: undefined,
  })
  return { document: { content: toClientSecretsJson(whole as never), version, hint, from } }
}

/** The secret that a source returned, in whichever form, after a look at whose it is. */
function secretOf(
  document: FoundDocument,
  client: PublicClient,
): { readonly secret: Secret | undefined } | { readonly thrown: unknown } {
  const { content, members, from } = decodeCarriedContent(document)
  const text = ArrayBuffer.isView(content) ? decode(content).text : content
  if (typeof text === "string" && !text.trimStart().startsWith("{") && !holdsEncodedDocument(document))
    return { secret: createSecret(withoutLineBreak(text)) }
  const outcome = parseSourceDocument(document, {
    type: client.type,
    optional: mandatoryMembers.filter(name => name !== "client_secret"),
    // Its endpoints are not used.
    allowInsecureEndpoints: true,
  })
  if (outcome.kind === "failure") return { thrown: outcome.thrown }
  const { clientId, clientSecret } = ownProperties(outcome.client)
  if (clientId === client.clientId || (members && clientId === undefined)) return { secret: clientSecret }
  const advice =
    "holds the secret of another client: its client id is not the one in the code. Find out which is outdated."
  return { thrown: sourceError("client_mismatch", from, advice) }
}

/** A bare secret without a byte order mark and without the line break that editors and `echo` add. */
function withoutLineBreak(text: string): string {
  const start = text.startsWith("\ufeff") ? 1 : 0
  const end = text.endsWith("\r\n") ? -2 : text.endsWith("\n") ? -1 : undefined
  return text.slice(start, end)
}
