import type { ClientSecrets, ClientSecretsFile, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import type { ParseClientSecretsOptions } from "../format/parse.ts"
import { parseDocument } from "../format/parse.ts"
import { ownProperties } from "../platform.ts"
import type { FoundDocument } from "./read-document.ts"
import { askHint } from "./read-document.ts"

/** Parses what a source gave, and says in the error where it came from and what that place may have done to it. */
export function parseSourceDocument<Type extends ClientType, Optional extends MandatoryMember>(
  document: FoundDocument,
  options: ParseClientSecretsOptions<Type, Optional>,
): ClientSecrets<Type, Optional> {
  const input =
    document.members === undefined
      ? document.content
      : wrapMembers(document.members, ownProperties(options).type ?? document.type ?? "web")
  return parseDocument(input, options, { source: document.from, hint: () => askHint(document) })
}

/**
 * Makes a client file of single members, as variables and consoles hold them.
 *
 * Lists may be one text, and Google's endpoints stand in where there is none at all: with one of the two, the other is
 * missing, since the code would else go to one provider and the secret to another.
 */
function wrapMembers(members: Readonly<Record<string, unknown>>, type: ClientType): ClientSecretsFile {
  const client: Record<string, unknown> = ownProperties(members)
  for (const name of ["redirect_uris", "javascript_origins"]) {
    if (typeof client[name] === "string") client[name] = listOf(client[name])
  }
  if ((client["auth_uri"] ?? client["token_uri"]) === undefined) {
    client["auth_uri"] = "https://accounts.google.com/o/oauth2/auth"
    client["token_uri"] = "https://oauth2.googleapis.com/token"
  }
  return { [type]: client }
}

/** A list written as one text: JSON, or divided by commas or white space. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What the engine says may hold the text; the parser will find what is no URI.
    return text.split(/[\s,]+/).filter(Boolean)
  }
}
