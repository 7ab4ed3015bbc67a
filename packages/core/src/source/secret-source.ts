import type { ClientType, WebClientSecrets } from "../format/client-secrets.ts"
import { decode } from "../format/decode.ts"
import { toClientSecretsJson } from "../format/to-json.ts"
import { ownProperties } from "../platform.ts"
import type { Secret } from "../secret/secret.ts"
import { createSecret } from "../secret/secret.ts"
import { parseSourceDocument } from "./parse-source-document.ts"
import type { FoundDocument } from "./read-document.ts"
import { checkSource, hintsOf, isSync, readDocument, readDocumentSync } from "./read-document.ts"
import { sourceError } from "./read-failure.ts"
import type { Source, SourceDocument, SyncSource } from "./source.ts"

/** A client without its secret, as code can hold it: what `google.public.ts` of the generator exports as `google`. */
export interface PublicClient extends Partial<Omit<WebClientSecrets, "type" | "clientId" | "clientSecret" | "extra">> {
  readonly type: ClientType
  readonly clientId: string
}

/**
 * Makes one source of the public part of a client, from code, and its secret, from a source.
 *
 * That source gives the bare secret (one trailing line break is taken off), key/value pairs with `client_secret`, or a whole
 * file of the same client, of which only the secret is used. What begins with `{` counts as a file.
 *
 * Reading it throws `ClientSecretsError`: `client_mismatch` where the secret is of another client, `invalid` for a file that
 * is not one, and whatever the other source's failure comes to.
 *
 * @returns a synchronous source if that one is.
 * @throws {TypeError} for something that is not a source, or a public part without its client id.
 */
export function secretSource(publicClient: PublicClient, source: SyncSource): SyncSource
export function secretSource(publicClient: PublicClient, source: Source): Source
export function secretSource(publicClient: PublicClient, source: Source): Source {
  checkSource(source)
  if (typeof publicClient?.clientId !== "string") throw new TypeError("A public client has a clientId.")
  const client = ownProperties(publicClient)

  const join = (document: FoundDocument | undefined): SourceDocument | undefined => {
    // Not there, or unchanged.
    if (document === undefined || (document.content ?? document.members) === undefined) return document as undefined
    const { version, hint, from } = document
    const joined = ownProperties({ ...client, clientSecret: secretOf(document, client), extra: undefined })
    return { content: toClientSecretsJson(joined as never), version, hint, from }
  }

  const { name } = source
  const joined: Source = {
    name,
    hint: () => hintsOf(source),
    read: async context => join(await readDocument(source, context)),
  }
  return isSync(source) ? Object.assign(joined, { readSync: () => join(readDocumentSync(source)) }) : joined
}

/** The secret that a source gave, in whichever form, after a look at whose it is. */
function secretOf(document: FoundDocument, client: PublicClient): Secret {
  const { content, members, from } = document
  const text = ArrayBuffer.isView(content) ? decode(content) : content
  if (typeof text === "string" && !/^\s*\{/.test(text)) return createSecret(text.replace(/^\ufeff|\r?\n$/g, ""))
  const { clientId, clientSecret } = parseSourceDocument(document, {
    type: client.type,
    optional: ["client_id", "redirect_uris", "auth_uri", "token_uri"],
    // Its endpoints are not used.
    allowInsecureEndpoints: true,
  })
  if (clientId === client.clientId || (members && clientId === undefined)) return clientSecret
  throw sourceError("client_mismatch", from, "holds the secret of another client.")
}
